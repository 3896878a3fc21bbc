import { posix } from 'node:path';
import { type BuildCommand, readBuildCommands } from '../images/build-commands';
import { type ComposeReading, readCompose } from '../images/compose';
import { type BuildArgs, readDockerfileImages } from '../images/dockerfile';
import { parseDotEnv } from '../images/dot-env';
import { readHelmValues } from '../images/helm-values';
import { readImageMentions } from '../images/image-mentions';
import { readImagePairs } from '../images/image-pairs';
import type { ImageUse } from '../images/image-use';
import { imageFileKind, mentionsImages } from '../images/recognition';
import type { TracedText } from '../images/traced-text';
import { InputError } from '../input/problem';
import { type Folders, under } from './folders';
import type { RepositoryFiles } from './repository-files';

const MAX_BYTES = 1024 * 1024;

/** Bytes. What people write by hand is smaller; larger manifests are generated. */
const TEXT_MAX_BYTES = 256 * 1024;

/** As many files as a plugin and the folders above it may have. */
const KEPT_TEXTS = 16;

const NOTHING: ComposeReading = { images: [], builds: [], overridden: [] };

/** Reads the images that single files name, each file once. */
export class ImageFiles {
  private readonly readings = new Map<string, ComposeReading | InputError>();
  /** Most plugins of a workspace have the same Dockerfile, so each text is parsed once. */
  private readonly commands = new Map<string, readonly BuildCommand[]>();
  private readonly texts = new Map<string, string>();
  private readonly dockerfiles = new Map<string, readonly ImageUse[]>();

  constructor(
    private readonly folders: Folders,
    private readonly repository: RepositoryFiles,
  ) {}

  /**
   * @param copies names of further images that count
   * @throws InputError if the file can't be read
   */
  read(file: string, copies: readonly string[]): ComposeReading {
    const key = [file, ...copies].join('\n');
    let reading = this.readings.get(key);
    if (!reading) {
      reading = orError(() => this.readNow(file, copies));
      this.readings.set(key, reading);
    }
    if (reading instanceof InputError) throw reading;
    return reading;
  }

  /** The commands of a Dockerfile that build a plugin. */
  buildCommands(file: string): readonly BuildCommand[] {
    let commands = this.commands.get(file);
    if (!commands) {
      const text = orError(() => this.text(file, MAX_BYTES));
      commands = text instanceof InputError ? [] : readBuildCommands(text, file);
      this.commands.set(file, commands);
    }
    return commands;
  }

  /** The images of a Dockerfile that is built with arguments. */
  built(file: string, args: BuildArgs, copies: readonly string[]): readonly ImageUse[] {
    const text = this.text(file, MAX_BYTES);
    return mentionsImages(text, copies) ? readDockerfileImages(text, file, args) : [];
  }

  /** Everything is read again when it is next asked for; the same text is not parsed again. */
  forget(): void {
    this.readings.clear();
    this.commands.clear();
    this.texts.clear();
  }

  private readNow(file: string, copies: readonly string[]): ComposeReading {
    const kind = imageFileKind(posix.basename(file));
    const isHandWritten = kind === 'yaml' || kind === 'text';
    const text = this.text(file, isHandWritten ? TEXT_MAX_BYTES : MAX_BYTES);
    if (!mentionsImages(text, copies)) {
      // An image may be named by the Dockerfile alone, and its tag by the arguments of the build.
      return kind === 'compose' && /\bbuild\b/.test(text) ? this.inCompose(text, file) : NOTHING;
    }
    switch (kind) {
      case 'compose':
        return this.inCompose(text, file);
      case 'dockerfile':
        return { ...NOTHING, images: this.inDockerfile(text, file) };
      case 'yaml':
        return this.inYaml(text, file, copies);
      case 'text':
      case undefined:
        return { ...NOTHING, images: this.inText(text, file, copies) };
    }
  }

  private inCompose(text: string, file: string): ComposeReading {
    return readCompose(text, file, this.environment(posix.dirname(file)), (other) =>
      this.textIfExists(other),
    );
  }

  private inDockerfile(text: string, file: string): ImageUse[] {
    let images = this.dockerfiles.get(text);
    if (!images) {
      images = readDockerfileImages(text, file);
      this.dockerfiles.set(text, images);
    }
    return images.map((image) => inFile(image, file));
  }

  /** A compose file may have any name (`docker compose -f local.yml`). */
  private inYaml(text: string, file: string, copies: readonly string[]): ComposeReading {
    if (/^services:\s*$/m.test(text)) {
      const compose = orError(() => this.inCompose(text, file));
      if (!(compose instanceof InputError)) return compose;
    }
    return {
      ...NOTHING,
      images: [...this.inText(text, file, copies), ...readImagePairs(text, file, copies)],
    };
  }

  private inText(text: string, file: string, copies: readonly string[]): ImageUse[] {
    const env = new Map(Object.entries(this.environment(posix.dirname(file))));
    const values = this.helmValues(file);
    return readImageMentions(text, file, copies, (name) => values?.get(name) ?? env.get(name));
  }

  /** A template takes its values from the chart's values.yaml. */
  private helmValues(file: string): ReadonlyMap<string, TracedText> | undefined {
    const chart = /^(?:(.*)\/)?templates\//.exec(file);
    if (!chart) return undefined;
    const values = under(chart[1] ?? '.', 'values.yaml');
    const text = this.textIfExists(values);
    return text === undefined ? undefined : readHelmValues(text, values);
  }

  /** The variables of the `.env` beside a file; with the process's own, verdicts would depend on the computer. */
  private environment(folder: string): Record<string, TracedText> {
    const file = under(folder, '.env');
    // A file that git ignores differs between computers.
    if (!this.folders.has(folder, '.env') || this.repository.ignores(folder, file)) return {};
    return parseDotEnv(this.text(file, MAX_BYTES), file);
  }

  private textIfExists(file: string): string | undefined {
    const exists = this.folders.has(posix.dirname(file), posix.basename(file));
    return exists ? this.text(file, MAX_BYTES) : undefined;
  }

  /** Images and commands are asked for one after the other, so only the last files are kept. */
  private text(file: string, maxBytes: number): string {
    const known = this.texts.get(file);
    if (known !== undefined && known.length <= maxBytes) return known;
    const text = this.folders.text(file, maxBytes);
    if (this.texts.size >= KEPT_TEXTS) this.texts.clear();
    this.texts.set(file, text);
    return text;
  }
}

function orError<T>(read: () => T): T | InputError {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

/** The images of another Dockerfile with the same text, with this file's name. */
function inFile(image: ImageUse, file: string): ImageUse {
  return { ...image, file, ...(image.tagLocation && { tagLocation: { ...image.tagLocation, file } }) };
}
