import { isMap, isSeq, type Node } from 'yaml';
import { InputError, type Position } from '../input/problem';
import { runsPluginBuild } from '../scripts/build-command';
import { argsOf, buildOf, type ComposeBuild } from './compose-build';
import {
  type Context,
  contextsOf,
  type Layer,
  layersOf,
  openContexts,
  type OpenFile,
  originOf,
  replaceVariables,
  type Service,
  servicesOf,
  valueOf,
} from './compose-service';
import { type BuildArgs, readDockerfile } from './dockerfile';
import { readImageReference } from './image-reference';
import { type ImageUse, placeOf, type TagLocation } from './image-use';
import { placeInFile } from './script-place';
import { withinLimits } from './substitution';
import { offsetOf, type TracedText, wholeText } from './traced-text';
import { scalarText } from './yaml-document';

/** What a compose file says about images. */
export interface ComposeReading {
  /** In order of position. */
  readonly images: readonly ImageUse[];
  readonly builds: readonly ComposeBuild[];
  /** Images of other services, by `placeOf`, that a service extends and gives another image. */
  readonly overridden: readonly string[];
}

/**
 * The images of a compose file: `services.*.image`, also of services that these extend, and those of
 * `build.dockerfile_inline`; and the Dockerfiles that services are built from. The `image` of a service with `build`
 * names the result of the build, and is left out. An image that several services share through an anchor is listed
 * once, where it is written.
 *
 * @param env values of variables; the defaults in the file hold for the others
 * @param open for `extends` with a file
 * @see https://docs.docker.com/reference/compose-file/services/
 * @throws InputError if the file is not YAML, or an image is not an image reference
 */
export function readCompose(
  text: string,
  file: string,
  env: Readonly<Record<string, TracedText>>,
  open: OpenFile = () => undefined,
): ComposeReading {
  const variables = new Map(Object.entries(env));
  const images = new Map<string, ImageUse>();
  const builds: ComposeBuild[] = [];
  const overridden: string[] = [];
  const contexts = openContexts(open, variables);
  for (const context of contextsOf(text, file, variables)) {
    for (const map of servicesOf(context.yaml)) {
      const service = layersOf({ map, context }, contexts);
      withinLimits(
        () => ({ file, position: context.yaml.position(map) }),
        () => {
          for (const image of imagesOf(service)) {
            const place = placeOf(image);
            if (!images.get(place)?.buildsPlugin) images.set(place, image);
          }
          builds.push(...buildOf(service));
        },
      );
      const [, ...others] = service.filter((layer) => layer.context.yaml.get(layer.map, 'image'));
      overridden.push(...others.flatMap(placeOfImage));
    }
  }
  const sorted = [...images.values()].sort(
    (a, b) => a.position.line - b.position.line || a.position.column - b.position.column,
  );
  return { images: sorted, builds, overridden };
}

function imagesOf(service: Service): ImageUse[] {
  const build = valueOf(service, 'build');
  if (build) {
    const { node, context } = build;
    return isMap(node)
      ? inlineImages(context.yaml.get(node, 'dockerfile_inline'), argsOf(service), context)
      : [];
  }
  const image = valueOf(service, 'image');
  const raw = scalarText(image?.node);
  if (!image || raw === undefined) return [];
  const { context } = image;
  const { file } = context;
  const position = context.yaml.position(image.node);
  const reference = readImageReference(
    replaceVariables(raw, context, originOf(raw, position, context)),
    file,
    position,
  );
  const platform = scalarText(valueOf(service, 'platform')?.node);
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

function placeOfImage({ map, context }: Layer): string[] {
  const image = context.yaml.get(map, 'image');
  return image ? [placeOf({ file: context.file, position: context.yaml.position(image) })] : [];
}

function commandLine(service: Service, repository: string, context: Context): string {
  const words = (key: string): string | undefined => {
    const value = valueOf(service, key);
    return isSeq(value?.node)
      ? value.node.items.map((item) => scalarText(value.context.yaml.follow(item)) ?? '').join(' ')
      : scalarText(value?.node);
  };
  // The entrypoint of heroiclabs/nakama-pluginbuilder is `go`.
  const entrypoint = words('entrypoint') ?? (repository.endsWith('/nakama-pluginbuilder') ? 'go' : '');
  return replaceVariables(`${entrypoint} ${words('command') ?? ''}`, context).value;
}

/** Compose replaces its variables before Docker sees the text. */
function inlineImages(node: Node | undefined, args: BuildArgs, context: Context): ImageUse[] {
  const dockerfile = scalarText(node);
  if (!node || dockerfile === undefined) return [];
  const place = placeInFile(node, context.yaml, context.source);
  // The places of tags are told apart below by the inline text alone.
  const values = new Map([...args].map(([name, { value }]) => [name, wholeText(value)]));
  try {
    const { value } = replaceVariables(dockerfile, context);
    return readDockerfile(value, context.file, values).images.map((image) => ({
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
