import { posix } from 'node:path';
import { GO_MOD_MAX_BYTES } from '../go-module/go-mod';
import type { BuildContext, ImageBuild } from '../images/image-build';
import { type ImageUse, placeOf } from '../images/image-use';
import { withPart } from '../images/nakama-images';
import { imageFileKind } from '../images/recognition';
import { chooseImage, type ImageChoice } from '../images/release-image';
import { groupBy } from '../input/group-by';
import { orUndefined } from '../input/problem';
import { NAKAMA } from '../releases/nakama-modules';
import type { BuildCommand } from '../scripts/build-command';
import { folderAndAncestors, type Folders } from './folders';
import { type FileGroup, isOfContainers, NearGroups, RepositoryGroups } from './image-scope';
import { type FileReading, ImageFiles, NOTHING } from './read-image-file';
import { RepositoryFiles } from './repository-files';

/** Which images are a plugin's. */
export interface ImageScope {
  /** The plugin's folder. */
  readonly dir: string;
  /** Whether the files of a folder apply to the plugin: nakama.json may set another release there. */
  readonly counts: (folder: string) => boolean;
  /** Names of images that nakama.json calls copies of the server's and the builder's. */
  readonly copies: readonly string[];
  /** Whether nakama.json names the release: then the rest of the repository has no say. */
  readonly isReleaseNamed: boolean;
}

/** What the files of one folder at or above a plugin say. */
interface GroupReading {
  readonly folder: string;
  readonly images: readonly ImageUse[];
  readonly commands: readonly BuildCommand[];
  readonly imageBuilds: readonly ImageBuild[];
}

/** The images that build and run a plugin, and the commands that build it. */
export interface ImagesOfPlugin {
  readonly images: readonly ImageUse[];
  readonly buildCommands: readonly BuildCommand[];
  readonly imageBuilds: readonly ImageBuild[];
}

/** Reads the images that a repository names, each file once. */
export class ImagesReader {
  private readonly files: ImageFiles;
  private readonly repository: RepositoryFiles;
  private groups: RepositoryGroups | undefined;
  private near: NearGroups;

  constructor(private readonly folders: Folders) {
    this.repository = new RepositoryFiles(
      folders,
      (name) => name === 'go.mod' || imageFileKind(name) !== undefined,
    );
    this.files = new ImageFiles(folders, this.repository);
    this.near = new NearGroups(this.repository);
  }

  /**
   * The images that build and run a plugin: those of its own folder first, then those of the folders above it; and the
   * commands in the same files.
   *
   * @throws InputError if a Dockerfile or compose file in the plugin's folder, or directly above it, can't be read
   */
  of(scope: ImageScope): ImagesOfPlugin {
    const groups = this.groupsOf(scope);
    return {
      images: distinctImages(groups.flatMap(({ images }) => images)),
      buildCommands: groups
        .flatMap(({ commands }) => commands)
        .filter((command) => !this.isForAnother(command, scope.dir)),
      imageBuilds: groups
        .flatMap(({ imageBuilds }) => imageBuilds)
        .filter(({ command }) => !this.isForAnother(command, scope.dir)),
    };
  }

  /** The image that names the release of a plugin which no nakama.json names one for. */
  choose(scope: ImageScope): ImageChoice {
    const near = this.groupsOf(scope).map(({ images }) => images);
    const choice = chooseImage(near);
    if (choice.kind === 'named' || choice.kind === 'disagree') return choice;
    const everywhere = chooseImage([...near, this.imagesElsewhere(scope)]);
    return everywhere.kind === 'none' ? choice : everywhere;
  }

  /** Folders of Go modules of the repository, sorted. */
  moduleFolders(): string[] {
    return this.repository
      .below('.', true)
      .filter((file) => posix.basename(file) === 'go.mod')
      .map((file) => posix.dirname(file))
      .sort();
  }

  /** The file has another text now: what rests on it is read again when it is next asked for. */
  changed(file: string): void {
    const name = posix.basename(file);
    if (imageFileKind(name) === undefined && name !== '.env' && name !== 'go.mod') return;
    this.groups = undefined;
    this.near = new NearGroups(this.repository);
    this.repository.forget();
    if (name !== 'go.mod') this.files.forget();
  }

  /** A command of a folder above may name the folder of the module that it builds. */
  private isForAnother({ file, folders }: BuildCommand, dir: string): boolean {
    const home = posix.dirname(file);
    if (home === dir || folders.length === 0) return false;
    const named = folders.flatMap((folder) => [posix.join(home, folder), ...endsOf(folder)]);
    return !named.includes(dir) && named.some((folder) => this.folders.has(folder, 'go.mod'));
  }

  private groupsOf(scope: ImageScope): GroupReading[] {
    const { dir, isReleaseNamed } = scope;
    const isOutside = dir.startsWith('..');
    const groups =
      isReleaseNamed || isOutside ? this.near.of(dir) : this.repositoryGroups().of(dir, this.repository);
    return this.read(groups, scope);
  }

  private imagesElsewhere(scope: ImageScope): ImageUse[] {
    if (scope.dir.startsWith('..')) return [];
    return this.read([{ folder: '.', files: this.repositoryGroups().all() }], scope).flatMap((group) =>
      group.images.map((image) => ({ ...image, isFar: true })),
    );
  }

  private repositoryGroups(): RepositoryGroups {
    this.groups ??= new RepositoryGroups(
      this.repository,
      this.moduleFolders().filter((folder) => this.namesNakama(folder)),
    );
    return this.groups;
  }

  private namesNakama(folder: string): boolean {
    const file = posix.join(folder, 'go.mod');
    return orUndefined(() => this.folders.text(file, GO_MOD_MAX_BYTES).includes(NAKAMA)) ?? false;
  }

  private read(groups: readonly FileGroup[], scope: ImageScope): GroupReading[] {
    const above = folderAndAncestors(scope.dir);
    const readings = groups
      .filter(({ files }) => files.length > 0)
      .map(({ folder, files }) => ({
        folder,
        files: files
          .filter((file) => scope.counts(posix.dirname(file)))
          .map((file) => {
            const isOwn = above.includes(posix.dirname(file)) && isOfContainers(file);
            return { file, isOwn, reading: this.readingOf(file, isOwn, scope.copies) };
          }),
      }));
    const all = readings.flatMap(({ files }) => files.map(({ reading }) => reading));
    const overridden = new Set(all.flatMap((reading) => reading.overridden));
    const allBuilds = all.flatMap((reading) => reading.builds);
    const byDockerfile = groupBy(allBuilds, ({ dockerfile }) => dockerfile);
    return readings.map(({ folder, files }) => {
      const built = files.map(({ file, isOwn, reading }) => ({
        isOwn,
        ...this.withBuilds(file, reading, byDockerfile.get(file) ?? []),
      }));
      return {
        folder,
        images: distinctImages(
          built.flatMap(({ isOwn, images }) =>
            images
              .filter((image) => !overridden.has(placeOf(image)))
              .map((image) => withPart(isOwn ? image : { ...image, isFar: true }, scope.copies)),
          ),
        ),
        commands: built.flatMap(({ commands }) => commands),
        imageBuilds: built.flatMap(({ imageBuilds }) =>
          imageBuilds.map((build) => ({
            ...build,
            contexts: contextsOf(byDockerfile.get(build.command.file) ?? []),
          })),
        ),
      };
    });
  }

  /** What is not a plugin's own may be a template, or a file of another tool: that it can't be read is no fault. */
  private readingOf(file: string, isOwn: boolean, copies: readonly string[]): FileReading {
    const read = (): FileReading => this.files.read(file, copies);
    return isOwn ? read() : (orUndefined(read) ?? NOTHING);
  }

  /** A Dockerfile as the compose files build it, if any does. */
  private withBuilds(
    file: string,
    reading: FileReading,
    builds: FileReading['builds'],
  ): Pick<FileReading, 'images' | 'commands' | 'imageBuilds'> {
    const withArgs = builds.filter(({ args }) => args.size > 0);
    if (withArgs.length === 0 || reading.images.length === 0) return reading;
    const own = distinctBy(withArgs, ({ args }) => argsKey(args)).slice(0, MAX_BUILDS);
    const built = own.map(({ args }) => this.files.built(file, args));
    return {
      images: built.flatMap(({ images }) => images),
      commands: distinctBy(
        built.flatMap(({ commands }) => commands),
        placeOf,
      ),
      imageBuilds: distinctBy(
        built.flatMap(({ imageBuilds }) => imageBuilds),
        ({ command }) => placeOf(command),
      ),
    };
  }
}

/** The folders that compose files build a Dockerfile from. */
function contextsOf(builds: FileReading['builds']): BuildContext[] {
  return builds.flatMap(({ context }) => context ?? []).slice(0, MAX_BUILDS);
}

/** So many services that are built from one Dockerfile, with other arguments each, are looked at. */
const MAX_BUILDS = 64;

/** Where a value is written counts too: a fix goes there. */
function argsKey(args: FileReading['builds'][number]['args']): string {
  const values = Array.from(args, ([name, { value, pieces }]) => [
    name,
    value,
    ...pieces.map(({ origin }) => origin && `${origin.file}:${origin.offset}`),
  ]);
  return JSON.stringify(values);
}

/** A folder as the root may name it: where it is mounted in a container, only its end is the repository's. */
function endsOf(folder: string): string[] {
  const plain = posix.normalize(folder);
  if (!plain.startsWith('/')) return [plain];
  const parts = plain.split('/').slice(1, MAX_DEPTH);
  return parts.map((_, i) => parts.slice(i).join('/'));
}

/** No repository has its modules deeper below where it is mounted. */
const MAX_DEPTH = 16;

/** The same place may be read twice: through an `extends`, or in two builds of one Dockerfile. */
function distinctImages(images: ImageUse[]): ImageUse[] {
  return distinctBy(images, (image) => `${placeOf(image)} ${image.tag ?? ''}`);
}

/** The last one of each key. */
function distinctBy<T>(values: T[], key: (value: T) => string): T[] {
  if (values.length < 2) return values;
  return [...new Map(values.map((value) => [key(value), value])).values()];
}
