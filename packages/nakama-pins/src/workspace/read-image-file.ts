import { posix } from 'node:path';
import { type ComposeReading, readCompose } from '../images/compose';
import { type BuildArgs, type DockerfileReading, readDockerfile } from '../images/dockerfile';
import { parseDotEnv } from '../images/dot-env';
import { readHelmValues } from '../images/helm-values';
import { readImageMentions } from '../images/image-mentions';
import { readImagePairs } from '../images/image-pairs';
import type { ImageUse } from '../images/image-use';
import { imageFileKind, mentionsImages } from '../images/recognition';
import { mayBuildPlugin, readTextCommands } from '../images/text-commands';
import type { TracedText } from '../images/traced-text';
import { readYamlCommands } from '../images/yaml-commands';
import { InputError, orUndefined } from '../input/problem';
import type { BuildCommand } from '../scripts/build-command';
import { type Folders, under } from './folders';
import type { RepositoryFiles } from './repository-files';

const MAX_BYTES = 1024 * 1024;

/** Bytes. What people write by hand is smaller; larger manifests are generated. */
const TEXT_MAX_BYTES = 256 * 1024;

/** What a file says about images, and the commands in it that build a plugin. */
export interface FileReading extends ComposeReading {
  readonly commands: readonly BuildCommand[];
  readonly imageBuilds: DockerfileReading['imageBuilds'];
}

/** More than the files above a plugin: those of a thousand plugins are not held in memory. */
const KEPT_READINGS = 256;

export const NOTHING: FileReading = { images: [], builds: [], overridden: [], commands: [], imageBuilds: [] };

/** Reads the images that single files name, each file once. */
export class ImageFiles {
  private readonly readings = new Map<string, FileReading | InputError>();

  constructor(
    private readonly folders: Folders,
    private readonly repository: RepositoryFiles,
  ) {}

  /**
   * @param copies names of further images that count
   * @throws InputError if the file can't be read
   */
  read(file: string, copies: readonly string[]): FileReading {
    const key = copies.length === 0 ? file : [file, ...copies].join('\n');
    const reading = this.readings.get(key) ?? orError(() => this.readNow(file, copies));
    // The files that plugins share are asked for again and again, and stay.
    this.readings.delete(key);
    this.readings.set(key, reading);
    if (this.readings.size > KEPT_READINGS) this.readings.delete(this.readings.keys().next().value ?? '');
    if (reading instanceof InputError) throw reading;
    return reading;
  }

  /** A Dockerfile that is built with arguments. */
  built(file: string, args: BuildArgs): DockerfileReading {
    return readDockerfile(this.folders.text(file, MAX_BYTES), file, args);
  }

  /** Everything is read again when it is next asked for. */
  forget(): void {
    this.readings.clear();
  }

  private readNow(file: string, copies: readonly string[]): FileReading {
    const kind = imageFileKind(posix.basename(file));
    const isHandWritten = kind === 'yaml' || kind === 'text';
    const text = this.folders.text(file, isHandWritten ? TEXT_MAX_BYTES : MAX_BYTES);
    const mentions = mentionsImages(text, copies);
    switch (kind) {
      case 'compose': {
        // An image may be named by the Dockerfile alone, and its tag by the arguments of the build.
        const isRead = mentions || /\bbuild\b/.test(text);
        const reading = isRead ? this.inCompose(text, file) : NOTHING;
        return { ...NOTHING, ...reading, commands: readYamlCommands(text, file) };
      }
      case 'dockerfile':
        return this.inDockerfile(text, file, mentions);
      case 'yaml':
        return {
          ...NOTHING,
          ...(mentions && this.inYaml(text, file, copies)),
          commands: readYamlCommands(text, file),
        };
      case 'text':
      case undefined:
        return {
          ...NOTHING,
          images: mentions ? this.inText(text, file, copies) : [],
          commands: readTextCommands(text, file),
        };
    }
  }

  private inCompose(text: string, file: string): ComposeReading {
    return readCompose(text, file, this.environment(posix.dirname(file)), (other) =>
      this.textIfExists(other),
    );
  }

  /** One that names no image of ours may be of another tool. */
  private inDockerfile(text: string, file: string, mentions: boolean): FileReading {
    if (mentions) return { ...NOTHING, ...readDockerfile(text, file) };
    const reading = mayBuildPlugin(text) ? orUndefined(() => readDockerfile(text, file)) : undefined;
    return { ...NOTHING, commands: reading?.commands ?? [], imageBuilds: reading?.imageBuilds ?? [] };
  }

  /** A compose file may have any name (`docker compose -f local.yml`). */
  private inYaml(text: string, file: string, copies: readonly string[]): ComposeReading {
    if (/^services:\s*$/m.test(text)) {
      const compose = orUndefined(() => this.inCompose(text, file));
      if (compose) return compose;
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
    return parseDotEnv(this.folders.text(file, MAX_BYTES), file);
  }

  private textIfExists(file: string): string | undefined {
    const exists = this.folders.has(posix.dirname(file), posix.basename(file));
    return exists ? this.folders.text(file, MAX_BYTES) : undefined;
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
