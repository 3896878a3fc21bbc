import { isMap, isScalar, isSeq, type Node, Scalar, type YAMLMap } from 'yaml';
import { InputError, type Position } from '../input/problem';
import { refuseLarger } from '../input/read-text';
import { readDockerfileImages } from './dockerfile';
import { readImageReference } from './image-reference';
import type { ImageUse, TagLocation } from './image-use';
import { runsPluginBuild } from './plugin-build';
import { substitute, type Substitution } from './substitution';
import { offsetOf, type Origin, originAt, type TracedText } from './traced-text';
import { parseYaml, scalarText, type YamlDocument } from './yaml-document';

/** Bytes. The parser takes about a second for this much. */
const COMPOSE_MAX_BYTES = 1024 * 1024;

/**
 * The images of a compose file: `services.*.image`, and those of `build.dockerfile_inline`, in order of position. The
 * `image` of a service with `build` names the result of the build, and is left out. An image that several services
 * share through an anchor is listed once, where it is written.
 *
 * @param env values of variables; the defaults in the file hold for the others
 * @see https://docs.docker.com/reference/compose-file/services/
 * @throws InputError if the file is not YAML, or an image is not an image reference
 */
export function readComposeImages(
  text: string,
  file: string,
  env: Readonly<Record<string, TracedText>>,
): ImageUse[] {
  refuseLarger(text.length, COMPOSE_MAX_BYTES, file);
  const source = text.replace(/^\uFEFF/, '');
  const variables = new Map(Object.entries(env));
  const images = new Map<string, ImageUse>();
  for (const yaml of parseYaml(source, file)) {
    for (const service of servicesOf(yaml)) {
      for (const image of imagesOf(service, { yaml, file, text, source, variables })) {
        const place = `${image.position.line}:${image.position.column}`;
        if (!images.get(place)?.buildsPlugin) images.set(place, image);
      }
    }
  }
  return [...images.values()].sort(
    (a, b) => a.position.line - b.position.line || a.position.column - b.position.column,
  );
}

interface Context {
  readonly yaml: YamlDocument;
  readonly file: string;
  readonly text: string;
  /** The text without its byte order mark. */
  readonly source: string;
  readonly variables: ReadonlyMap<string, TracedText>;
}

function servicesOf(yaml: YamlDocument): YAMLMap[] {
  const services = isMap(yaml.root) ? yaml.get(yaml.root, 'services') : undefined;
  return isMap(services) ? services.items.map(({ value }) => yaml.follow(value)).filter(isMap) : [];
}

function imagesOf(service: YAMLMap, context: Context): ImageUse[] {
  const { yaml, file } = context;
  const build = yaml.get(service, 'build');
  if (build) return isMap(build) ? inlineImages(yaml.get(build, 'dockerfile_inline'), context) : [];
  const image = yaml.get(service, 'image');
  const raw = scalarText(image);
  if (!image || raw === undefined) return [];
  const position = yaml.position(image);
  const reference = readImageReference(
    replaceVariables(raw, context, originOf(raw, position, context)),
    file,
    position,
  );
  const platform = scalarText(yaml.get(service, 'platform'));
  return [
    {
      file,
      position,
      kind: 'compose',
      raw,
      ...reference,
      platform: platform === undefined ? undefined : replaceVariables(platform, context).value,
      buildsPlugin: runsPluginBuild(commandLine(service, reference.repository, context)),
    },
  ];
}

function commandLine(service: YAMLMap, repository: string, context: Context): string {
  const words = (key: string): string | undefined => {
    const node = context.yaml.get(service, key);
    return isSeq(node)
      ? node.items.map((item) => scalarText(context.yaml.follow(item)) ?? '').join(' ')
      : scalarText(node);
  };
  // The entrypoint of heroiclabs/nakama-pluginbuilder is `go`.
  const entrypoint = words('entrypoint') ?? (repository.endsWith('/nakama-pluginbuilder') ? 'go' : '');
  return replaceVariables(`${entrypoint} ${words('command') ?? ''}`, context).value;
}

/** Compose replaces its variables before Docker sees the text. */
function inlineImages(node: Node | undefined, context: Context): ImageUse[] {
  const dockerfile = scalarText(node);
  if (!node || dockerfile === undefined) return [];
  const place = placeInFile(node, context);
  try {
    const { value } = replaceVariables(dockerfile, context);
    return readDockerfileImages(value, context.file).map((image) => ({
      ...image,
      position: place(image.position),
      tagLocation:
        value === dockerfile ? locationInFile(image.tagLocation, dockerfile, place, context) : undefined,
    }));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(
      error.problems.map((problem) => ({
        ...problem,
        position: problem.position && place(problem.position),
      })),
    );
  }
}

/** From the location of a tag in an inline Dockerfile to that in the file; undefined if its text is written otherwise. */
function locationInFile(
  location: TagLocation | undefined,
  dockerfile: string,
  place: (position: Position) => Position,
  { text }: Context,
): TagLocation | undefined {
  if (!location) return undefined;
  const written = dockerfile.slice(location.start, location.end);
  const position = place(location.position);
  const start = offsetOf(text, position);
  return text.startsWith(written, start)
    ? { ...location, position, start, end: start + written.length }
    : undefined;
}

/** From a place in the text of a `|` block to the place in the file; in other styles, where the node begins. */
function placeInFile(node: Node, { yaml, source }: Context): (position: Position) => Position {
  const block = yaml.position(node);
  if (!isScalar(node) || node.type !== Scalar.BLOCK_LITERAL) return () => block;
  const rows = source.split('\n');
  return ({ line, column }) => {
    const row = rows[block.line + line - 1] ?? '';
    const text = String(node.value).split('\n')[line - 1] ?? '';
    const indent = row.replace(/\r$/, '').length - text.length;
    return { line: block.line + line, column: column + indent };
  };
}

function replaceVariables(text: string, { variables }: Context, origin?: Origin): Substitution {
  return substitute(text, (name) => variables.get(name), origin);
}

function originOf(value: string, position: Position, { file, text }: Context): Origin | undefined {
  return originAt(file, text, offsetOf(text, position), value);
}
