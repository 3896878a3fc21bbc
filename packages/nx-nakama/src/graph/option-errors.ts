import { nearMatch } from 'nakama-pins/detect';
import { isObject } from './json-object';
import { shown } from './shown-value';
import { keyOfOldOption, TARGET_KEYS, TARGET_NAMES, type TargetKey } from './target-names';

const KEYS: readonly string[] = [...TARGET_KEYS, 'serverBinary'];

/** Everything in the plugin's options that it can't take, each as a message with its fix. */
export function optionProblems(options: unknown): string[] {
  if (options === undefined) return [];
  if (!isObject(options)) {
    return [
      problem(
        `"options" of the plugin nx-nakama must be an object, found ${shown(options)}`,
        'write "options": {}',
      ),
    ];
  }
  return Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .flatMap(([key, value]) => {
      if (key === 'serverBinary') return binaryProblems(value);
      const target = TARGET_KEYS.find((known) => known === key);
      return target === undefined ? [unknownKey(key, value)] : targetProblems(target, value);
    });
}

/** Nx keeps the targets of a project by name: of two with one name, one would be lost. */
export function sameNameProblems(
  targets: readonly { readonly key: TargetKey; readonly name: string }[],
): string[] {
  return targets.flatMap(({ key, name }, i) => {
    const first = targets.slice(0, i).find((other) => other.name === name);
    if (first === undefined) return [];
    return [
      problem(
        `the options "${first.key}" and "${key}" of the plugin nx-nakama give two targets the name "${name}"`,
        `give one of them another "targetName", or write "${key}": false`,
      ),
    ];
  });
}

function unknownKey(key: string, value: unknown): string {
  const renamed = keyOfOldOption(key);
  if (renamed !== undefined) {
    return problem(
      `the option "${key}" of the plugin nx-nakama has a new form`,
      `write "${renamed}": { "targetName": ${shown(value)} }, or run "nx migrate nx-nakama" and ` +
        '"nx migrate --run-migrations", which rewrite it',
    );
  }
  return problem(`the plugin nx-nakama has no option ${shown(key)}`, instead(key, KEYS));
}

function targetProblems(key: TargetKey, value: unknown): string[] {
  if (value === false) return [];
  const example = `"${key}": { "targetName": "${TARGET_NAMES[key]}" }`;
  if (!isObject(value)) {
    return [
      problem(
        `the option "${key}" of the plugin nx-nakama must be an object or false, found ${shown(value)}`,
        `write ${example}, or "${key}": false to leave the target out`,
      ),
    ];
  }
  return Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .flatMap(([name, inner]) => {
      if (name === 'inputs') return inputProblems(key, inner);
      if (name !== 'targetName') {
        return [
          problem(
            `the option "${key}" of the plugin nx-nakama has no key ${shown(name)}`,
            instead(name, ['targetName', 'inputs']),
          ),
        ];
      }
      if (typeof inner === 'string' && /^[^\s:]+$/.test(inner)) return [];
      return [
        problem(
          `"targetName" of the option "${key}" of the plugin nx-nakama must be a string without spaces and colons, ` +
            `found ${shown(inner)}`,
          `write a name such as ${example}`,
        ),
      ];
    });
}

/** Targets that Nx does not cache: they edit files, or ask the module proxy. */
const UNCACHED: readonly TargetKey[] = ['pin', 'tidy'];

const INPUTS_EXAMPLE =
  'write "inputs": ["{workspaceRoot}/fixtures/**/*", "sharedGlobals", { "env": "DATABASE_URL" }]';

/** Inputs are added to those that the target has; each that can't be taken is named. */
function inputProblems(key: TargetKey, value: unknown): string[] {
  const where = `"inputs" of the option "${key}" of the plugin nx-nakama`;
  if (UNCACHED.includes(key))
    return [problem(`${where} has no use: the target is not cached`, 'take "inputs" out')];
  if (!Array.isArray(value))
    return [problem(`${where} must be a list of inputs, found ${shown(value)}`, INPUTS_EXAMPLE)];
  return value.flatMap((input: unknown, i) => {
    const why = inputFault(input);
    return why === undefined
      ? []
      : [problem(`${where}, entry ${i + 1}, ${shown(input)}: ${why}`, INPUTS_EXAMPLE)];
  });
}

/** Nothing that Nx would run, and nothing that takes an input of ours away. */
function inputFault(input: unknown): string | undefined {
  if (typeof input === 'string') {
    if (input.startsWith('!')) return 'a pattern with ! would take files away that the result rests on';
    const isKnown = /^\{(?:workspaceRoot|projectRoot)\}\/./.test(input) || /^\^?[\w-]+$/.test(input);
    return isKnown
      ? undefined
      : 'files begin with {workspaceRoot}/ or {projectRoot}/, else it is the name of an input';
  }
  if (!isObject(input)) return 'expected files, the name of an input, or an object';
  const { env, externalDependencies } = input;
  const [name, ...others] = Object.keys(input);
  if (others.length === 0 && name === 'env' && /^\w+$/.test(String(env))) return undefined;
  const isList =
    Array.isArray(externalDependencies) && externalDependencies.every((one) => typeof one === 'string');
  if (others.length === 0 && name === 'externalDependencies' && isList) return undefined;
  return 'expected { "env": "NAME" } or { "externalDependencies": ["package"] }';
}

/** It becomes an input of Nx and the argument of a command, so nothing that has a meaning there, and within the workspace. */
function binaryProblems(value: unknown): string[] {
  const isPath = typeof value === 'string' && /^[\w@+][\w.@+/-]*$/.test(value);
  if (isPath && !value.split('/').includes('..')) return [];
  return [
    problem(
      'the option "serverBinary" of the plugin nx-nakama must be a path within the workspace ' +
        `(letters, digits and . _ - + @ /, no - at its beginning), found ${shown(value)}`,
      'write a path from the workspace root, such as "serverBinary": "bin/nakama"',
    ),
  ];
}

function instead(key: string, known: readonly string[]): string {
  const near = nearMatch(key, known);
  return near === undefined ? `use one of ${known.join(', ')}` : `write "${near}"`;
}

function problem(message: string, fix: string): string {
  return `nx.json: ${message}\n  fix: ${fix}`;
}
