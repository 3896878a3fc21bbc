import { posix } from 'node:path';
import { GO_MOD_MAX_BYTES } from '../go-module/go-mod';
import type { BuildCommand } from '../images/build-commands';
import type { ComposeReading } from '../images/compose';
import { type ImageUse, placeOf } from '../images/image-use';
import { withPart } from '../images/nakama-images';
import { imageFileKind } from '../images/recognition';
import { chooseImage, type ImageChoice } from '../images/release-image';
import { orUndefined } from '../input/problem';
import { NAKAMA } from '../releases/nakama-modules';
import { folderAndAncestors, type Folders } from './folders';
import { canBuild, type FileGroup, isOfContainers, NearGroups, RepositoryGroups } from './image-scope';
import { ImageFiles } from './read-image-file';
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

/** The images of one folder at or above a plugin. */
interface ImageGroup {
  readonly folder: string;
  readonly images: readonly ImageUse[];
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
   * The images that build and run a plugin: those of its own folder first, then those of the folders above it.
   *
   * @throws InputError if a Dockerfile or compose file in the plugin's folder, or directly above it, can't be read
   */
  imagesOf(scope: ImageScope): ImageUse[] {
    return distinctImages(this.imageGroups(scope).flatMap(({ images }) => images));
  }

  /** The commands that build a plugin in Dockerfiles, scripts and Makefiles of its folder, and directly above it. */
  buildCommandsOf(dir: string): BuildCommand[] {
    const files = folderAndAncestors(dir).flatMap((folder) => this.repository.directlyIn(folder));
    return files.filter(canBuild).flatMap((file) => this.files.buildCommands(file));
  }

  /** The image that names the release of a plugin which no nakama.json names one for. */
  choose(scope: ImageScope): ImageChoice {
    const near = this.imageGroups(scope).map(({ images }) => images);
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

  private imageGroups(scope: ImageScope): ImageGroup[] {
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

  private read(groups: readonly FileGroup[], scope: ImageScope): ImageGroup[] {
    const above = new Set(folderAndAncestors(scope.dir));
    const readings = groups.map(({ folder, files }) => ({
      folder,
      files: files
        .filter((file) => scope.counts(posix.dirname(file)))
        .map((file) => {
          const isOwn = above.has(posix.dirname(file)) && isOfContainers(file);
          return { file, isOwn, reading: this.readingOf(file, isOwn, scope.copies) };
        }),
    }));
    const all = readings.flatMap(({ files }) => files.map(({ reading }) => reading));
    const overridden = new Set(all.flatMap((reading) => reading.overridden));
    const builds = all.flatMap((reading) => reading.builds);
    return readings.map(({ folder, files }) => ({
      folder,
      images: distinctImages(
        files.flatMap(({ file, isOwn, reading }) =>
          this.withBuilds(file, reading, builds, scope.copies)
            .filter((image) => !overridden.has(placeOf(image)))
            .map((image) => withPart(isOwn ? image : { ...image, isFar: true }, scope.copies)),
        ),
      ),
    }));
  }

  /** What is not a plugin's own may be a template, or a file of another tool: that it can't be read is no fault. */
  private readingOf(file: string, isOwn: boolean, copies: readonly string[]): ComposeReading {
    const read = (): ComposeReading => this.files.read(file, copies);
    return isOwn ? read() : (orUndefined(read) ?? { images: [], builds: [], overridden: [] });
  }

  /** A Dockerfile as the compose files build it, if any does. */
  private withBuilds(
    file: string,
    { images }: ComposeReading,
    builds: ComposeReading['builds'],
    copies: readonly string[],
  ): readonly ImageUse[] {
    const own = builds.filter(({ dockerfile, args }) => dockerfile === file && args.size > 0);
    if (own.length === 0) return images;
    return own.flatMap(({ args }) => this.files.built(file, args, copies));
  }
}

/** The same place may be read twice: through an `extends`, or in two builds of one Dockerfile. */
function distinctImages(images: readonly ImageUse[]): ImageUse[] {
  const byPlace = new Map(images.map((image) => [`${placeOf(image)} ${image.tag ?? ''}`, image]));
  return [...byPlace.values()];
}
