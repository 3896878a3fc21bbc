import { nearMatch } from 'nakama-pins/detect';
import { shown } from './shown-value';

/** What `schema.json` says of one option, as far as it is judged here. */
export interface OptionSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly items?: OptionSchema;
  readonly 'x-priority'?: string;
}

/** `schema.json` of an executor or a generator. */
export interface OptionsSchema {
  readonly properties: Readonly<Record<string, OptionSchema>>;
}

/** What Nx hands over besides options. */
const OF_NX: ReadonlySet<string> = new Set(['--', '__overrides_unparsed__']);

/**
 * Every option that an executor can't take, from the command line or a project.json: each as a message with its fix. Nx
 * would stop at the first with an object that is no Error (`UnhandledPromiseRejection … #<SchemaError>`), so our schemas
 * let everything pass there.
 *
 * @param executor `nx-nakama:pin`
 */
export function optionFaults(
  executor: string,
  { properties }: OptionsSchema,
  options: Readonly<Record<string, unknown>>,
): string[] {
  return Object.entries(options).flatMap(([name, value]) => {
    if (value === undefined || OF_NX.has(name)) return [];
    if (name === '_')
      return [fault(`${executor} takes no further argument, found ${shown(value)}`, 'take it out')];
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (schema) return valueFaults(`the option "${name}" of ${executor}`, name, schema, value);
    const known = Object.keys(properties).filter((key) => properties[key]?.['x-priority'] !== 'internal');
    const near = nearMatch(name, known);
    return [
      fault(
        `${executor} has no option "${name}"`,
        `${near === undefined ? 'use one of' : `write "${near}"; all are`} ${known.join(', ')}`,
      ),
    ];
  });
}

function valueFaults(what: string, name: string, schema: OptionSchema, value: unknown): string[] {
  const allowed = schema.enum?.map(String);
  if (allowed && !schema.enum?.includes(value)) {
    const near = nearMatch(String(value), allowed);
    const fix = near === undefined ? `write one of ${allowed.join(', ')}` : `write --${name}=${near}`;
    return [fault(`${what} must be ${allowed.join(' or ')}, found ${shown(value)}`, fix)];
  }
  const types = [schema.type ?? []].flat();
  if (types.length > 0 && !types.some((type) => isOfType(type, value)))
    return [
      fault(
        `${what} must be ${types.map(worded).join(' or ')}, found ${shown(value)}`,
        `write ${example(name, types)}`,
      ),
    ];
  if (schema.minimum !== undefined && Number(value) < schema.minimum)
    return [
      fault(
        `${what} must be ${schema.minimum} or more, found ${shown(value)}`,
        `write --${name}=${schema.minimum}`,
      ),
    ];
  if (schema.pattern !== undefined && !new RegExp(schema.pattern).test(String(value)))
    return [
      fault(
        `${what} has ${shown(value)}, which is not of the form ${schema.pattern}`,
        'write it in that form',
      ),
    ];
  const { items } = schema;
  return items && Array.isArray(value) ? value.flatMap((one) => valueFaults(what, name, items, one)) : [];
}

function isOfType(type: string, value: unknown): boolean {
  if (type === 'array') return Array.isArray(value);
  return type === 'integer' ? Number.isInteger(value) : typeof value === type;
}

const WORDS: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  string: 'a text',
};

function worded(type: string): string {
  return WORDS[type] ?? type;
}

function example(name: string, types: readonly string[]): string {
  if (types.includes('boolean')) return `--${name} or --${name}=false`;
  return types.includes('integer') || types.includes('number') ? `--${name}=1` : `--${name}=…`;
}

function fault(message: string, fix: string): string {
  return `${message}\n  fix: ${fix}`;
}
