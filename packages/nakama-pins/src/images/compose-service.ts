import { posix } from 'node:path';
import { isMap, type Node, type YAMLMap } from 'yaml';
import { memo } from '../input/memo';
import type { Position } from '../input/problem';
import { refuseLarger } from '../input/read-disk';
import { substitute, type Substitution } from './substitution';
import { offsetOf, type Origin, originAt, type TracedText } from './traced-text';
import { parseYaml, scalarText, type YamlDocument } from './yaml-document';

/** Bytes. The parser takes about a second for this much. */
const COMPOSE_MAX_BYTES = 1024 * 1024;

/** The text of another file of the workspace, by its path; undefined if there is none. */
export type OpenFile = (file: string) => string | undefined;

/** A document of a compose file. */
export interface Context {
  readonly yaml: YamlDocument;
  readonly file: string;
  readonly text: string;
  /** The text without its byte order mark. */
  readonly source: string;
  readonly variables: ReadonlyMap<string, TracedText>;
}

/** A service as one place writes it. */
export interface Layer {
  readonly map: YAMLMap;
  readonly context: Context;
}

/** A service, then those that it extends: the first that has a key decides. */
export type Service = readonly Layer[];

/** A chain that is longer leads back to itself. */
const MAX_LAYERS = 16;

/** The documents of a compose file. */
export function contextsOf(text: string, file: string, variables: Context['variables']): Context[] {
  refuseLarger(text.length, COMPOSE_MAX_BYTES, file);
  const source = text.replace(/^\uFEFF/, '');
  return parseYaml(source, file).map((yaml) => ({ yaml, file, text, source, variables }));
}

/** The services as the document itself writes them. */
export function servicesOf(yaml: YamlDocument): YAMLMap[] {
  const services = servicesNode(yaml);
  return services ? services.items.map(({ value }) => yaml.follow(value)).filter(isMap) : [];
}

function servicesNode(yaml: YamlDocument): YAMLMap | undefined {
  const services = isMap(yaml.root) ? yaml.get(yaml.root, 'services') : undefined;
  return isMap(services) ? services : undefined;
}

/** A service with those that it extends. */
export function layersOf(service: Layer, open: OpenContexts): Service {
  const layers = [service];
  for (let base = baseOf(service, open); base && layers.length < MAX_LAYERS; base = baseOf(base, open))
    layers.push(base);
  return layers;
}

/** `extends: base`, or `extends: { service: base, file: other.yml }`, relative to the file that says so. */
function baseOf({ map, context }: Layer, open: OpenContexts): Layer | undefined {
  const { yaml } = context;
  const node = yaml.get(map, 'extends');
  const name = scalarText(isMap(node) ? yaml.get(node, 'service') : node);
  const path = isMap(node) ? scalarText(yaml.get(node, 'file')) : undefined;
  if (name === undefined) return undefined;
  for (const other of path === undefined ? [context] : otherContexts(path, context, open)) {
    const services = servicesNode(other.yaml);
    const base = services && other.yaml.get(services, name);
    if (isMap(base)) return { map: base, context: other };
  }
  return undefined;
}

function otherContexts(path: string, context: Context, open: OpenContexts): readonly Context[] {
  const file = besides(context, replaceVariables(path, context).value);
  return file === undefined ? [] : open(file);
}

/** The documents of another compose file, by its path; none if there is no such file. */
export type OpenContexts = (file: string) => readonly Context[];

/** Each file is parsed once, however many services extend those in it. */
export function openContexts(open: OpenFile, variables: Context['variables']): OpenContexts {
  return memo((file: string) => {
    const text = open(file);
    return text === undefined ? [] : contextsOf(text, file, variables);
  });
}

/** A path that a compose file gives, relative to the root; undefined outside the workspace, and for a URL. */
export function besides({ file }: Context, ...paths: string[]): string | undefined {
  if (paths.some((path) => /:|^[/~]|\$/.test(path))) return undefined;
  const path = posix.join(posix.dirname(file), ...paths);
  return path.startsWith('..') ? undefined : path;
}

/** The value of a key, and the document that has it. */
export function valueOf(service: Service, key: string): { node: Node; context: Context } | undefined {
  for (const { map, context } of service) {
    const node = context.yaml.get(map, key);
    if (node) return { node, context };
  }
  return undefined;
}

/** A text with the values of its variables. */
export function replaceVariables(text: string, { variables }: Context, origin?: Origin): Substitution {
  return substitute(text, (name) => variables.get(name), origin);
}

/** The origin of a scalar that begins at the position. */
export function originOf(value: string, position: Position, { file, text }: Context): Origin | undefined {
  return originAt(file, text, offsetOf(text, position), value);
}
