import { posix } from 'node:path';
import { InputError } from '../input/problem';
import { refuseLarger } from '../input/read-disk';
import { mayBringFiles } from '../scripts/brings-files';
import {
  type BuildCommand,
  NOTHING_BEFORE,
  readSequence,
  type Sequence,
  type SequenceEnd,
} from '../scripts/build-command';
import { goCommandsOf } from '../scripts/go-commands';
import { overlaid, type Variables, withValues } from '../scripts/variables';
import { readCopy } from './dockerfile/copy';
import { type FromLine, readFrom, type Source } from './dockerfile/from';
import { type Instruction, type Instructions, instructionsOf, JOINED } from './dockerfile/instructions';
import { foldersOf, hasBoundFiles, isRunOfModule } from './dockerfile/module-runs';
import { pairsIn } from './dockerfile/words';
import { type Copy, type ImageBuild, type ImageRun, UNKNOWN_FOLDER } from './image-build';
import { type ImageUse, placeOf } from './image-use';
import { substitute, withinLimits } from './substitution';
import { originAt, positionOf, type TracedText, wholeText } from './traced-text';

/** Bytes. What people write is far smaller. */
export const DOCKERFILE_MAX_BYTES = 256 * 1024;

/** The arguments of a build (`--build-arg`), by name. */
export type BuildArgs = ReadonlyMap<string, TracedText>;

const NO_ARGS: BuildArgs = new Map();

/** What a Dockerfile says. */
export interface DockerfileReading {
  /** Every `FROM` except `scratch` and names of earlier stages, in the file's order. */
  readonly images: readonly ImageUse[];
  /** In the file's order. */
  readonly commands: readonly BuildCommand[];
  /** Those of them whose stage holds what its copies bring; without the contexts, which the file does not know. */
  readonly imageBuilds: readonly Omit<ImageBuild, 'contexts'>[];
}

/**
 * The images that a Dockerfile builds on, and its commands that build a plugin. Variables of a `FROM` have the values of
 * the `ARG`s before the first one (only these count there). `buildsPlugin` is true for the image at the base of a stage
 * that runs the build, also through `FROM builder AS …`.
 *
 * @param args of the build; they go before the defaults of `ARG`s
 * @see https://docs.docker.com/reference/dockerfile/#from
 * @throws InputError if Docker would refuse the file: a malformed `FROM`, an unknown instruction, an open here-document
 */
export function readDockerfile(text: string, file: string, args: BuildArgs = NO_ARGS): DockerfileReading {
  refuseLarger(text.length, DOCKERFILE_MAX_BYTES, file);
  const parsed = instructionsOf(text);
  const reader = new DockerfileReader({ file, text }, args, parsed.escape);
  for (const instruction of parsed.instructions) {
    refuseUnknown(instruction, parsed, { file, text });
    withinLimits(
      () => ({ file, position: positionOf({ file, source: text, offset: instruction.start }) }),
      () => reader.take(instruction),
    );
  }
  return reader.reading();
}

/** A stage: what its `FROM` and the instructions behind it make. */
interface Stage {
  /** The image at the bottom; undefined for `scratch`. */
  readonly base: ImageUse | undefined;
  /** Of `ENV`; the value is undefined where it is not known. */
  env: Variables;
  /** Of `ARG`. */
  args: Variables;
  end: SequenceEnd;
  /** The line of its FROM. */
  readonly from: number;
  /** Absolute in the image. */
  workdir: string;
  readonly copies: Copy[];
  readonly runs: ImageRun[];
  /** It may hold files that no copy names. */
  isOpen: boolean;
}

/** So many copies and runs a stage takes from the one that it builds on. */
const MAX_BEFORE = 256;
/** Of so many builds it is told what their stage holds. */
const MAX_BUILDS = 64;

class DockerfileReader {
  private readonly images: ImageUse[] = [];
  private readonly commands: BuildCommand[] = [];
  /** The plugin builds by the image at the base of their stage. */
  private readonly builds = new Map<ImageUse, BuildCommand[]>();
  private readonly imageBuilds: Omit<ImageBuild, 'contexts' | 'allCopies' | 'lines'>[] = [];
  private readonly allCopies: Copy[] = [];
  private readonly globals = new Map<string, TracedText>();
  private readonly stages = new Map<string, Stage>();
  private stage: Stage | undefined;

  constructor(
    private readonly source: Source,
    private readonly args: BuildArgs,
    private readonly escape: string,
  ) {}

  take(instruction: Instruction): void {
    switch (instruction.keyword) {
      case 'ARG':
        if (this.stage) this.declareInStage(instruction, this.stage);
        else this.declare(instruction);
        break;
      case 'FROM':
        this.begin(readFrom(instruction, this.source, this.globals), this.lineOf(instruction));
        break;
      case 'ENV':
        if (this.stage) this.setEnvironment(instruction, this.stage);
        break;
      case 'WORKDIR':
        if (this.stage) setFolder(instruction, this.stage);
        break;
      case 'ADD':
      case 'COPY':
        if (this.stage) this.copy(instruction, this.stage);
        break;
      case 'RUN':
        refuseOpenHeredoc(instruction, this.source);
        if (this.stage) this.run(instruction, this.stage);
        break;
    }
  }

  reading(): DockerfileReading {
    const images = this.images.map((image) => {
      const builds = this.builds.get(image);
      return builds ? { ...image, buildsPlugin: true, ...toolchainOf(builds) } : image;
    });
    const { allCopies } = this;
    const lines = this.linesOfCopies();
    const imageBuilds = this.imageBuilds.map((build) => ({ ...build, allCopies, lines }));
    return { images, commands: this.commands, imageBuilds };
  }

  private lineOf({ start }: Instruction): number {
    const { file, text: source } = this.source;
    return positionOf({ file, source, offset: start }).line;
  }

  private begin({ reference, name, image }: FromLine, from: number): void {
    const before = this.stages.get(reference.toLowerCase());
    const base = before ? before.base : image;
    // `base` is undefined for `scratch`, and for a stage that builds on it.
    if (base !== undefined && base === image) this.images.push(base);
    this.stage = {
      base,
      env: before?.env ?? new Map(),
      args: new Map(),
      end: before?.end ?? NOTHING_BEFORE,
      from,
      workdir: before?.workdir ?? UNKNOWN_FOLDER,
      copies: before?.copies.slice(0, MAX_BEFORE) ?? [],
      runs: before?.runs.slice(0, MAX_BEFORE) ?? [],
      // What a stage of so many copies holds, nobody can tell.
      isOpen: before !== undefined && (before.isOpen || before.copies.length > MAX_BEFORE),
    };
    if (name !== undefined) this.stages.set(name.toLowerCase(), this.stage);
  }

  /** `ARG A=1 B="x $A" C`: each may use those before it; one without a default has the value of the build, or none. */
  private declare({ text, argumentsStart }: Instruction): void {
    const { file, text: source } = this.source;
    for (const { name, value, start } of pairsIn(text)) {
      const given = this.args.get(name);
      if (given) this.globals.set(name, given);
      else if (value !== undefined) {
        const origin = originAt(file, source, argumentsStart + start, value);
        this.globals.set(
          name,
          substitute(value, (other) => this.globals.get(other), origin),
        );
      }
    }
  }

  /** In a stage, an ARG without a default has that of the ARG before the first FROM. */
  private declareInStage({ text }: Instruction, stage: Stage): void {
    for (const { name, value } of pairsIn(text)) {
      const given = this.args.get(name)?.value;
      const known = given ?? (value === undefined ? this.globals.get(name)?.value : valueIn(stage, value));
      stage.args = withValues(stage.args, [[name, known]]);
    }
  }

  private setEnvironment({ text }: Instruction, stage: Stage): void {
    stage.env = withValues(
      stage.env,
      pairsIn(text).map(({ name, value }) => [name, valueIn(stage, value ?? '')]),
    );
  }

  private copy(instruction: Instruction, stage: Stage): void {
    const { workdir } = stage;
    const copy = readCopy(instruction, this.source, { workdir, valueOf: (text) => valueIn(stage, text) });
    if (!copy) {
      stage.isOpen = true;
      return;
    }
    stage.copies.push(copy);
    this.allCopies.push(copy);
  }

  private linesOfCopies(): ReadonlyMap<number, string> {
    const rows = this.source.text.replace(/^\uFEFF/, '').split(/\r?\n/);
    const numbers = this.allCopies.flatMap(({ sources }) => sources.map(({ position }) => position.line));
    return new Map(numbers.map((line) => [line, rows[line - 1] ?? '']));
  }

  private run(instruction: Instruction, stage: Stage): void {
    const { file, text: source } = this.source;
    const dialect = { continues: this.escape, escapes: this.escape === '\\' };
    const env = () => overlaid(stage.env, stage.args);
    const scripts = scriptsOf(instruction, source);
    stage.isOpen ||= hasBoundFiles(instruction) || scripts.some(({ text }) => mayBringFiles(text, dialect));
    const commands = scripts.flatMap(({ text, start }) =>
      goCommandsOf({ text, dialect, env }).map((command) => ({
        command,
        position: () => positionOf({ file, source, offset: start + command.start }),
      })),
    );
    if (commands.length === 0) return;
    const { found, end } = readSequence({ file, commands, isImage: true }, stage.end);
    stage.end = end;
    for (const command of found) this.commands.push(command);
    const builds = found.filter(({ verb }) => verb === 'build');
    this.keepRuns(commands, instruction, stage, builds);
    if (builds.length === 0 || !stage.base) return;
    const ofBase = this.builds.get(stage.base) ?? [];
    for (const build of builds) ofBase.push(build);
    this.builds.set(stage.base, ofBase);
  }

  private keepRuns(
    commands: Sequence['commands'],
    instruction: Instruction,
    stage: Stage,
    builds: readonly BuildCommand[],
  ): void {
    const line = this.lineOf(instruction);
    const byPlace = new Map(builds.map((build) => [placeOf(build), build]));
    for (const { command, position } of commands) {
      const { verb } = command;
      if (!isRunOfModule(verb)) continue;
      const at = position();
      const copies = stage.copies.length;
      stage.runs.push({ verb, position: at, line, folders: foldersOf(command, stage.workdir), copies });
      const build = byPlace.get(placeOf({ file: this.source.file, position: at }));
      if (build && !stage.isOpen && this.imageBuilds.length < MAX_BUILDS)
        this.imageBuilds.push({
          command: build,
          from: stage.from,
          runs: [...stage.runs],
          copies: [...stage.copies],
        });
    }
  }
}

function setFolder({ text }: Instruction, stage: Stage): void {
  const folder = valueIn(
    stage,
    text
      .replaceAll(JOINED, '')
      .trim()
      .replace(/^(["'])(.*)\1$/s, '$2'),
  );
  if (folder === undefined || /^[A-Za-z]:|\\/.test(folder)) stage.isOpen = true;
  else stage.workdir = posix.resolve(stage.workdir, folder);
}

function valueIn({ args, env }: Stage, value: string): string | undefined {
  const lookup = (name: string): TracedText | undefined => {
    const known = env.get(name) ?? args.get(name);
    return known === undefined ? undefined : wholeText(known);
  };
  const { value: text, unresolved } = substitute(value, lookup);
  return unresolved === undefined ? text : undefined;
}

/** The GOTOOLCHAIN of all builds on an image, if it is one. */
function toolchainOf(builds: readonly BuildCommand[]): Pick<ImageUse, 'toolchain'> {
  const [first, ...others] = builds.map(({ env, version }) =>
    version === undefined ? env.get('GOTOOLCHAIN') : `go${version}`,
  );
  return first !== undefined && others.every((other) => other === first) ? { toolchain: first } : {};
}

/** What a RUN gives a shell: its words, and the here-documents that begin it or that a shell reads. */
function scriptsOf(run: Instruction, source: string): { readonly text: string; readonly start: number }[] {
  // `--mount=…` and the like are BuildKit's.
  const flags = /^(?:--\S+[\s\uE000]+)*/.exec(run.text)?.[0].length ?? 0;
  const command = source.slice(run.argumentsStart + flags, run.end);
  const readsHeredoc = /^<<|^(?:\/\S*\/)?(?:ba|da|z)?sh\b/.test(command);
  const bodies = readsHeredoc ? run.heredocs.flatMap(({ body }) => body ?? []) : [];
  return [
    { text: command, start: run.argumentsStart + flags },
    ...bodies.map(({ start, end }) => ({ text: source.slice(start, end), start })),
  ];
}

const KEYWORDS: ReadonlySet<string> = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  ),
);

/** Another frontend (`# syntax=…`) may have instructions of its own. */
function refuseUnknown(
  { keyword, start }: Instruction,
  { directives }: Instructions,
  { file, text }: Source,
): void {
  if (KEYWORDS.has(keyword)) return;
  const syntax = directives.get('syntax');
  if (syntax !== undefined && !/(^|\/)docker\/dockerfile(-upstream)?(:|@|$)/.test(syntax)) return;
  throw new InputError([
    {
      file,
      position: positionOf({ file, source: text, offset: start }),
      message: 'unknown Dockerfile instruction',
      expected: 'an instruction such as FROM, ARG, RUN or COPY',
      found: JSON.stringify(text.slice(start, start + Math.min(keyword.length, 40))),
      fix: 'correct the instruction, or end the line above with the escape character if it continues there',
    },
  ]);
}

/** An open here-document swallows the rest of the file with all its `FROM`s. */
function refuseOpenHeredoc({ heredocs }: Instruction, { file, text }: Source): void {
  const open = heredocs.find(({ body }) => body === undefined);
  if (!open) return;
  throw new InputError([
    {
      file,
      position: positionOf({ file, source: text, offset: open.start }),
      message: 'the here-document is never closed',
      expected: `a line ${open.name}`,
      fix: `add the line ${open.name} after the here-document's text`,
    },
  ]);
}
