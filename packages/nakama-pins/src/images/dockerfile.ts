import {
  type Arg,
  type Dockerfile,
  DockerfileParser,
  type From,
  type Instruction,
  Keyword,
  type Run,
} from 'dockerfile-ast';
import { InputError, type Position } from '../input/problem';
import { refuseLarger } from '../input/read-text';
import { readImageReference } from './image-reference';
import type { ImageUse } from './image-use';
import { runsPluginBuild } from './plugin-build';
import { skimDockerfile } from './skim';
import { substitute } from './substitution';
import { offsetOf, originAt, type TracedText } from './traced-text';

/** Bytes. The parser's time grows with the square of its input; 256 KiB take about a second. */
export const DOCKERFILE_MAX_BYTES = 256 * 1024;

/** Values that a build gives to the `ARG`s of a Dockerfile. */
export type BuildArgs = ReadonlyMap<string, TracedText>;

const NO_ARGS: BuildArgs = new Map();

/**
 * The images that a Dockerfile builds on: every `FROM` except `scratch` and names of earlier stages, in the file's
 * order. Variables have the values of the `ARG`s before the first `FROM` (only these count there). `buildsPlugin` is
 * true for the image at the base of a stage that runs the build, also through `FROM builder AS …`.
 *
 * @param args of the build; they go before the defaults of `ARG`s
 * @see https://docs.docker.com/reference/dockerfile/#from
 * @throws InputError if Docker would refuse the file: a malformed `FROM`, an unknown instruction, an open here-document
 */
export function readDockerfileImages(text: string, file: string, args: BuildArgs = NO_ARGS): ImageUse[] {
  refuseLarger(text.length, DOCKERFILE_MAX_BYTES, file);
  const dockerfile = DockerfileParser.parse(skimDockerfile(text.replace(/^\uFEFF/, '')));
  const source: Source = { file, text };
  const variables = new Map<string, TracedText>();
  const stages = new Map<string, ImageUse | undefined>();
  const images: ImageUse[] = [];
  const buildingPlugins = new Set<ImageUse>();
  let base: ImageUse | undefined;
  let inStage = false;

  for (const instruction of dockerfile.getInstructions()) {
    const keyword = instruction.getKeyword();
    refuseUnknown(instruction, keyword, dockerfile, file);
    if (keyword === Keyword.ARG && !inStage) {
      declareVariables(instruction as Arg, source, variables, args);
    } else if (keyword === Keyword.FROM) {
      const from = readFrom(instruction as From, source, variables);
      const stage = from.reference.toLowerCase();
      base = stages.has(stage) ? stages.get(stage) : from.image;
      // `base` is undefined for `scratch`, and for a stage that builds on it.
      if (base !== undefined && base === from.image) images.push(base);
      if (from.name !== undefined) stages.set(from.name.toLowerCase(), base);
      inStage = true;
    } else if (keyword === Keyword.RUN) {
      const script = instruction.getRawArgumentsContent() ?? '';
      refuseOpenHeredoc(instruction as Run, script, file);
      if (base && runsPluginBuild(script, dockerfile.getEscapeCharacter())) buildingPlugins.add(base);
    }
  }
  return images.map((image) => (buildingPlugins.has(image) ? { ...image, buildsPlugin: true } : image));
}

interface Source {
  readonly file: string;
  readonly text: string;
}

interface FromLine {
  /** The image reference or stage name, variables substituted. */
  readonly reference: string;
  /** `AS name` */
  readonly name?: string;
  /** Absent for `scratch`, which is not an image. */
  readonly image?: ImageUse;
}

function readFrom(from: From, source: Source, variables: ReadonlyMap<string, TracedText>): FromLine {
  const { file } = source;
  const [image, as, name, ...more] = from.getArguments();
  if (!image || more.length > 0 || (as && (!name || as.getValue().toUpperCase() !== 'AS'))) {
    throw new InputError([
      {
        file,
        position: start(from.getRange()),
        message: 'FROM has the wrong number of words',
        expected: 'FROM [--platform=…] image [AS name]',
        found: from.getRange().start.line === from.getRange().end.line ? from.toString() : undefined,
        fix: 'write one image, and after it nothing, or AS and one name',
      },
    ]);
  }
  const lookup = (variable: string) => variables.get(variable);
  const raw = image.getValue();
  const written = unquote(raw);
  const reference = substitute(written, lookup, originIn(source, image.getRange(), written));
  const platform = from
    .getFlags()
    .find((flag) => flag.getName() === 'platform')
    ?.getValue();
  const position = start(image.getRange());
  return {
    reference: reference.value,
    name: name?.getValue(),
    image:
      reference.value === 'scratch'
        ? undefined
        : {
            file,
            position,
            kind: 'dockerfile',
            raw,
            ...readImageReference(reference, file, position),
            platform: platform ? substitute(platform, lookup).value : undefined,
            buildsPlugin: false,
          },
  };
}

/** `ARG A=1 B="x $A" C`: each may use those before it; one without a default has the value of the build, or none. */
function declareVariables(
  arg: Arg,
  source: Source,
  variables: Map<string, TracedText>,
  args: BuildArgs,
): void {
  for (const property of arg.getProperties()) {
    const value = property.getValue();
    const range = property.getValueRange();
    const given = args.get(property.getName());
    if (given) variables.set(property.getName(), given);
    else if (value !== null) {
      const origin = range ? originIn(source, range, value) : undefined;
      variables.set(
        property.getName(),
        substitute(value, (name) => variables.get(name), origin),
      );
    }
  }
}

function originIn({ file, text }: Source, range: Range, value: string) {
  return originAt(file, text, offsetOf(text, start(range)), value);
}

function unquote(word: string): string {
  return /^(["']).*\1$/s.test(word) ? word.slice(1, -1) : word;
}

const KEYWORDS: ReadonlySet<string> = new Set(Object.values(Keyword));

/** Another frontend (`# syntax=…`) may have instructions of its own. */
function refuseUnknown(
  instruction: Instruction,
  keyword: string,
  dockerfile: Dockerfile,
  file: string,
): void {
  if (KEYWORDS.has(keyword)) return;
  const syntax = dockerfile
    .getDirectives()
    .find((directive) => directive.getName().toLowerCase() === 'syntax');
  if (syntax && !/(^|\/)docker\/dockerfile(-upstream)?(:|@|$)/.test(syntax.getValue())) return;
  throw new InputError([
    {
      file,
      position: start(instruction.getRange()),
      message: 'unknown Dockerfile instruction',
      expected: 'an instruction such as FROM, ARG, RUN or COPY',
      found: JSON.stringify(instruction.getInstruction().slice(0, 40)),
      fix: 'correct the instruction, or end the line above with the escape character if it continues there',
    },
  ]);
}

/** An open here-document swallows the rest of the file with all its `FROM`s. */
function refuseOpenHeredoc(run: Run, script: string, file: string): void {
  if (!script.includes('<<')) return;
  const open = run.getHeredocs().find((heredoc) => heredoc.getDelimiterRange() === null);
  if (!open) return;
  throw new InputError([
    {
      file,
      position: start(open.getStartRange()),
      message: 'the here-document is never closed',
      expected: `a line ${open.getName()}`,
      fix: `add the line ${open.getName()} after the here-document's text`,
    },
  ]);
}

type Range = ReturnType<Instruction['getRange']>;

function start(range: Range): Position {
  return { line: range.start.line + 1, column: range.start.character + 1 };
}
