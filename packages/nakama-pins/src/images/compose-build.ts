import { isMap, isSeq, type Node } from 'yaml';
import { besides, type Context, originOf, replaceVariables, type Service, valueOf } from './compose-service';
import type { BuildArgs } from './dockerfile';
import type { BuildContext } from './image-build';
import { originBehind, type TracedText } from './traced-text';
import { scalarText } from './yaml-document';

/** A Dockerfile that a service is built from. */
export interface ComposeBuild {
  /** Relative to the workspace root. */
  readonly dockerfile: string;
  /** The folder that it is built from, relative to the workspace root; undefined outside of it, and for a URL. */
  readonly context?: BuildContext;
  readonly args: BuildArgs;
}

/**
 * The Dockerfile that a service is built from.
 *
 * @see https://docs.docker.com/reference/compose-file/build/
 */
export function buildOf(service: Service): ComposeBuild[] {
  const build = valueOf(service, 'build');
  if (!build) return [];
  const { node, context } = build;
  const { yaml } = context;
  if (isMap(node) && yaml.get(node, 'dockerfile_inline')) return [];
  const text = (value: unknown): string | undefined => {
    const written = scalarText(value);
    return written === undefined ? undefined : replaceVariables(written, context).value;
  };
  const folder = isMap(node) ? text(yaml.get(node, 'context')) : text(node);
  const name = isMap(node) ? text(yaml.get(node, 'dockerfile')) : undefined;
  const dockerfile = besides(context, folder ?? '.', name ?? 'Dockerfile');
  const dir = besides(context, folder ?? '.');
  const place = {
    file: context.file,
    position: yaml.position((isMap(node) && yaml.get(node, 'context')) || node),
  };
  return dockerfile === undefined
    ? []
    : [
        {
          dockerfile,
          context: dir === undefined ? undefined : { dir: withoutSlash(dir), ...place },
          args: argsOf(service),
        },
      ];
}

function withoutSlash(dir: string): string {
  return dir.length > 1 ? dir.replace(/\/$/, '') : dir;
}

/** `build.args`, a map or a list; one without a value has that of the environment. */
export function argsOf(service: Service): BuildArgs {
  const args = new Map<string, TracedText>();
  for (const { map, context } of [...service].reverse()) {
    const { yaml } = context;
    const build = yaml.get(map, 'build');
    const node = isMap(build) ? yaml.get(build, 'args') : undefined;
    const pairs = isMap(node)
      ? node.items.map(({ key, value }) => argument(scalarText(key), yaml.follow(value), context))
      : isSeq(node)
        ? node.items.map((item) => listedArgument(yaml.follow(item), context))
        : [];
    for (const [name, value] of pairs) if (value) args.set(name, value);
  }
  return args;
}

type Argument = readonly [name: string, value: TracedText | undefined];

function argument(name = '', node: Node | undefined, context: Context): Argument {
  const raw = scalarText(node);
  if (!node || raw === undefined || raw === '') return [name, context.variables.get(name)];
  return [name, replaceVariables(raw, context, originOf(raw, context.yaml.position(node), context))];
}

/** `NAME=value`, or `NAME`. */
function listedArgument(node: Node | undefined, context: Context): Argument {
  const raw = scalarText(node) ?? '';
  const equals = raw.indexOf('=');
  if (!node || equals < 0) return [raw, context.variables.get(raw)];
  const origin = originOf(raw, context.yaml.position(node), context);
  return [
    raw.slice(0, equals),
    replaceVariables(raw.slice(equals + 1), context, originBehind(origin, equals + 1)),
  ];
}
