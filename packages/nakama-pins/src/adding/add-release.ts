import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as semver from 'semver';
import { mergeReleaseFiles } from '../artifact/merge-release';
import { ownVersion, platformOf, releaseFromServer } from '../artifact/server-release';
import { InputError } from '../input/problem';
import { tempFolder } from '../input/temp-folder';
import { writeFiles } from '../input/write-file';
import { ImageError } from '../registry/image-error';
import { openCatalog } from '../releases/catalog';
import { SERVER_MODULE } from '../releases/nakama-modules';
import { type ReleaseFile, toReleaseFile } from '../releases/release-file';
import type { Platform, Release, ReleaseOrigin } from '../releases/release-model';
import { serverPlatforms } from '../releases/server-platforms';
import { addFix } from '../releases/unknown-release';
import {
  ARCHIVE_VARIANT,
  imageOfRelease,
  publishedRelease,
  SERVER_IMAGE,
  spokenRelease,
  variantOf,
} from '../releases/variants';
import { openWorkspaceReleases, WORKSPACE_RELEASES_DIR } from '../releases/workspace-releases';
import type { Tools } from '../toolchain/tools';
import { isBuiltFrom } from './built-from';
import { completed } from './complete';
import { LIST_REMOTE, ModuleDownloads } from './downloads';
import { GoRuns } from './go-runs';
import { withImages } from './images';
import { isOfficialImage, publishedName, releaseName } from './name-release';
import { builtPrograms, type PublishedOptions, publishedPrograms, type ReadProgram } from './programs';
import type { ServerSource } from './server-source';
import { fromSourceAlone } from './source-release';

export interface AddReleaseOptions extends PublishedOptions {
  /** `3.42.0`, `image:registry.example.com/studio/nakama:1.4`, or a path: a program, an archive, an OCI layout, a tar of `docker save`. */
  readonly what: string;
  /** Absolute; the file is written to `nakama-releases/` in it. */
  readonly workspaceDir: string;
  /** `3.40.1-ours.1`; without it the version that is named, or that the program carries. */
  readonly name?: string;
  /** Where a version is taken from: by default its image, and if that can't be had, its Go module. */
  readonly from?: 'image' | 'module';
  /** The catalog's releases, newest first: what the program does not hold, the most similar one answers. */
  readonly known?: readonly Release[];
}

export interface AddedRelease {
  readonly release: string;
  /** Relative to the workspace. */
  readonly file: string;
  /** Those of the file. */
  readonly platforms: readonly Platform[];
  readonly go: string;
  readonly modules: number;
  /** Packages with a fingerprint, of the platform that has most. */
  readonly packages: number;
  /** Where each platform was read. */
  readonly origins: Readonly<Record<Platform, ReleaseOrigin>>;
  /** The release of the catalog that answered what nothing else says. */
  readonly base: string;
  /** Linked packages whose imports are not known: proof `declared` does not see what they lead to. */
  readonly unknownImports: readonly string[];
  readonly patchedPackages: readonly string[];
  /** What was tried and not had, one sentence each. */
  readonly notes: readonly string[];
}

/** The platforms of Nakama's images. */
const PLATFORMS = serverPlatforms({ measuredPlatforms: [] });

/**
 * Reads a release from where it is published and writes `nakama-releases/<release>.json`, or adds its platforms to the
 * file that is there. Nothing of what is downloaded is run.
 *
 * @throws InputError if it can't be had, is no server, has no name, or contradicts the file; the signal's reason if it
 * was aborted
 */
export async function addRelease(options: AddReleaseOptions, tools: Tools): Promise<AddedRelease> {
  const { text, ...added } = await readForWorkspace(options, tools);
  mkdirSync(join(options.workspaceDir, WORKSPACE_RELEASES_DIR), { recursive: true });
  writeFiles([{ absPath: join(options.workspaceDir, added.file), displayPath: added.file, text }]);
  return added;
}

/** A release that is read, and not written. */
interface UnwrittenRelease extends AddedRelease {
  /** The text of its file. */
  readonly text: string;
}

/** As `addRelease`, without writing anything. */
export async function readForWorkspace(options: AddReleaseOptions, tools: Tools): Promise<UnwrittenRelease> {
  const work = tempFolder('nakama-add');
  try {
    return planned(await readRelease(options, tools, work.path), options);
  } finally {
    work.remove();
  }
}

/** A release, read whole. */
interface ReadRelease {
  readonly file: ReleaseFile;
  readonly origins: Readonly<Record<Platform, ReleaseOrigin>>;
  readonly base: string;
  readonly unknownImports: readonly string[];
  readonly notes: readonly string[];
}

async function readRelease(options: AddReleaseOptions, tools: Tools, work: string): Promise<ReadRelease> {
  const { what, cwd, known = catalogReleases() } = options;
  const version = versionIn(what, cwd);
  const notes: string[] = [];
  const published =
    version !== undefined && options.from === 'module'
      ? []
      : await programsOf(options, version, tools, notes);
  const named = publishedName(what, version);
  const name = releaseName(options.name, named, ownVersionOf(published), what);
  const variant = named ? named.variant : variantOf(name);
  const downloads = new ModuleDownloads(tools.around, work);
  // A mirror's server is taken for the published one where it says so itself.
  const isMirror = what.startsWith('image:') && !isOfficialImage(what);
  const tagged = isMirror ? undefined : named?.version;
  const official = tagged ?? officialVersion(published);
  const found =
    official === undefined ? undefined : await sourceOf(official, downloads, notes, published.length === 0);
  const source = found && published.every(({ artifact }) => isBuiltFrom(artifact, found)) ? found : undefined;
  if (found && !source)
    notes.push(`the program is not built as the source of ${official} says: its own figures count`);
  const platforms = options.platforms ?? PLATFORMS;
  let programs = published;
  if (programs.length === 0 && source && official !== undefined) {
    const built = await builtPrograms(official, source, platforms, tools);
    programs = built.programs;
    notes.push(
      ...built.notBuilt.map(
        ({ platform, why }) => `no fingerprints for ${platform}: ${why.problems[0]?.message ?? why.message}`,
      ),
    );
  }
  const go = source ? await goRuns(source, tools) : undefined;
  const context = { name, known, source, downloads, go, published: published.length > 0 };
  if (programs.length === 0) {
    if (!source) throw noSource(what);
    const done = await fromSourceAlone(source, platforms, context);
    return { ...done, origins: {}, notes: [...notes, ...done.notes] };
  }
  const files = programs.map(({ artifact }) => releaseFromServer(artifact, { name, known }));
  const merged = files.map(({ file }) => file).reduce((all, file) => mergeReleaseFiles(all, file, name));
  // What a program was built from is what its own version says; an image may have been patched before it was built.
  // A variant is compiled in another way: then all packages differ.
  const isImage = published.some(({ origin }) => origin.kind === 'image');
  const built =
    isImage && tagged !== undefined && variant === undefined && source && go
      ? await builtForPatches(tagged, source, published, tools, { name, known })
      : undefined;
  const unknown = new Set(files.flatMap(({ unknownImports }) => unknownImports));
  // Without a source, only the go.sum of new plugins needs Go: it is not fetched where a known release tells that.
  const goOfServer = go ?? (merged.scaffoldSums ? undefined : await goRuns(merged, tools));
  const done = await completed(merged, [...unknown], { ...context, go: goOfServer, built });
  const origins = Object.fromEntries(programs.map(({ artifact, origin }) => [platformOf(artifact), origin]));
  const base = files[0]?.base ?? '';
  const images = await withImages(done.file, { published, source, base, insecure: options.insecure }, tools);
  return {
    ...done,
    file: { ...images.file, ...(variant !== undefined && { variant }), origins },
    base,
    origins,
    notes: [...notes, ...done.notes, ...images.notes],
  };
}

function catalogReleases(): Release[] {
  const catalog = openCatalog();
  return catalog.list().map(({ version }) => catalog.load(version));
}

/**
 * A version, unless a file has its name.
 *
 * @throws InputError for a word that names a version elsewhere: which one is published changes every day
 */
function versionIn(what: string, cwd: string): string | undefined {
  if (existsSync(resolve(cwd, what))) return undefined;
  const plain = what.replace(/^v(?=\d)/, '');
  if (/^(?:\d+(?:\.(?:\d+|x|\*))?|latest|stable|next)$/.test(plain))
    throw new InputError([
      {
        file: what,
        message: 'a release is added by its whole version',
        expected: 'a version such as 3.40.0, an image, or a file',
        fix: `${LIST_REMOTE} lists the versions, each with the command that adds it`,
      },
    ]);
  return semver.valid(plain) === plain ? plain : undefined;
}

/** The programs that are published; none if a version's image can't be had and its module may be. */
async function programsOf(
  options: AddReleaseOptions,
  version: string | undefined,
  tools: Tools,
  notes: string[],
): Promise<ReadProgram[]> {
  if (version === undefined) {
    // Of an official image, the source says what it is built on.
    const osRelease = !isOfficialImage(options.what);
    return publishedPrograms(options.what, tools, { ...options, osRelease });
  }
  if (publishedName('', version)?.variant === ARCHIVE_VARIANT) throw inNoImage(version);
  const image = imageOfRelease(version) ?? `${SERVER_IMAGE}:${version}`;
  try {
    return await publishedPrograms(`image:${image}`, tools, options);
  } catch (error) {
    // The Go module is the source of the official server alone.
    const isOfficial = publishedRelease(version) === version;
    if (!(error instanceof ImageError) || options.from === 'image' || !isOfficial) throw error;
    notes.push(`the image ${image} can't be had, so the Go module is read: ${error.problem.message}`);
    return [];
  }
}

/** The version that the programs carry themselves. */
function ownVersionOf(programs: readonly ReadProgram[]): string | undefined {
  return programs.map(({ artifact }) => ownVersion(artifact)).find((own) => own !== undefined);
}

/** The version of a server whose source is published as it was built. */
function officialVersion(programs: readonly ReadProgram[]): string | undefined {
  return programs.every(({ artifact }) => artifact.buildInfo?.main?.path === SERVER_MODULE)
    ? ownVersionOf(programs)
    : undefined;
}

async function sourceOf(
  version: string,
  downloads: ModuleDownloads,
  notes: string[],
  isNeeded: boolean,
): Promise<ServerSource | undefined> {
  try {
    return await downloads.serverSource(version);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    // Neither could be had: both reasons help.
    if (isNeeded)
      throw new InputError([...notes.map((message) => ({ file: version, message })), ...error.problems]);
    notes.push(`the source of ${version} can't be had: ${error.problems[0]?.message ?? ''}`);
    return undefined;
  }
}

async function goRuns({ go: version }: Pick<ServerSource, 'go'>, tools: Tools): Promise<GoRuns | undefined> {
  const [platform = ''] = PLATFORMS;
  const go = await tools.go({ go: version }, { platform, cgo: false, fetch: true });
  return go.missing === undefined ? new GoRuns(tools, go) : undefined;
}

/** The server of the published modules, for comparison; undefined if it can't be built here. */
async function builtForPatches(
  version: string,
  source: ServerSource,
  published: readonly ReadProgram[],
  tools: Tools,
  options: { readonly name: string; readonly known: readonly Release[] },
): Promise<ReleaseFile | undefined> {
  const platform = published
    .map(({ artifact }) => platformOf(artifact))
    .find((name) => PLATFORMS.includes(name));
  if (platform === undefined) return undefined;
  const { programs } = await builtPrograms(version, source, [platform], tools);
  return programs[0] && releaseFromServer(programs[0].artifact, options).file;
}

function inNoImage(version: string): InputError {
  const message = `the server of ${spokenRelease(version)} is in no image`;
  return new InputError([{ file: version, message, fix: addFix(version) }]);
}

function noSource(what: string): InputError {
  return new InputError([
    {
      file: what,
      message: 'nothing of this release can be read',
      fix: "name the server's program, or its image: image:<name>",
    },
  ]);
}

function planned(
  { file: read, ...rest }: ReadRelease,
  { workspaceDir, known = catalogReleases() }: AddReleaseOptions,
): UnwrittenRelease {
  const source = `${WORKSPACE_RELEASES_DIR}/${read.release}.json`;
  // The file would stand in for the release of this name that is shipped.
  const existing =
    openWorkspaceReleases(workspaceDir).load(read.release) ??
    known.find(({ version }) => version === read.release);
  const file = existing ? mergeReleaseFiles(toReleaseFile(existing), read, existing.source) : read;
  const fingerprints = Object.values(read.fingerprints).map((packages) => Object.keys(packages).length);
  return {
    release: read.release,
    file: source,
    platforms: Object.keys(file.fingerprints).sort(),
    go: file.go,
    modules: file.modules.length,
    packages: Math.max(0, ...fingerprints),
    patchedPackages: file.patchedPackages,
    text: `${JSON.stringify(file, null, 2)}\n`,
    ...rest,
  };
}
