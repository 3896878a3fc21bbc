import { posix } from 'node:path';
import { folderFrom, requirementOf } from '../go-module/build-list';
import { isInModule } from '../go-module/package-path';
import type { BuildContext, Copy, ImageBuild, ImageRun } from '../images/image-build';
import { mayHold, placesOf } from '../images/image-places';
import type { LocalModule, PluginFacts } from './facts';
import { folderAndAncestors } from './folders';

/** A build of the plugin in an image that stops, because local libraries are not in it. */
export interface UnseenInImage {
  readonly build: ImageBuild;
  /** The folder that the Dockerfile is built from, relative to the workspace root. */
  readonly context: string;
  /** The compose file that says so; undefined if it follows from what the Dockerfile copies. */
  readonly namedBy: BuildContext | undefined;
  /** The plugin's folder in the image. */
  readonly home: string;
  /** The first run of go that stops. */
  readonly run: ImageRun;
  /** At least one. */
  readonly libraries: readonly UnseenLibrary[];
}

/** A library that is not in the image when go looks for it. */
export interface UnseenLibrary {
  /** The module path. */
  readonly path: string;
  /** Relative to the workspace root. */
  readonly dir: string;
  /** Where go looks for it in the image. */
  readonly place: string;
  /** The run that stops. */
  readonly run: ImageRun;
  /** Its code is there when the plugin is compiled, but its go.mod comes too late. */
  readonly isLate: boolean;
}

/**
 * The builds in Dockerfiles that cannot see a local library. The folder that a Dockerfile is built from is what compose files
 * say; else it is that folder, at or above the Dockerfile's, from which its copies bring the plugin's go.mod to where go
 * runs. Without such a folder, and where one of several would do, nothing is said.
 */
export function unseenInImages(facts: PluginFacts): UnseenInImage[] {
  // vendor/ has the code of libraries, too.
  if (facts.kind === 'library' || facts.vendor !== undefined) return [];
  const libraries = librariesOf(facts);
  if (libraries.length === 0) return [];
  return facts.imageBuilds.flatMap((build) => {
    if (readsOtherModules(build, facts)) return [];
    const named = build.contexts.length > 0;
    const contexts = named ? build.contexts : folderAndAncestors(posix.dirname(build.command.file));
    const looks = contexts.flatMap((context) => {
      const namedBy = typeof context === 'string' ? undefined : context;
      return (
        look(build, typeof context === 'string' ? context : context.dir, namedBy, libraries, facts) ?? []
      );
    });
    const failing = looks.filter((seen) => seen.libraries.length > 0);
    const first = failing[0];
    if (!first || (!named && failing.length < looks.length)) return [];
    return [{ ...first, run: first.libraries[0]?.run ?? first.run }];
  });
}

/** With `-modfile` others replaces count; with `-mod=vendor`, what was vendored in the image. */
function readsOtherModules({ command }: ImageBuild, { vendor }: PluginFacts): boolean {
  const { flags } = command;
  return (
    flags.has('modfile') || flags.has('overlay') || (flags.get('mod') === 'vendor' && vendor !== undefined)
  );
}

/** A local module, and what of it the plugin links. */
interface Library extends LocalModule {
  /** Relative to the workspace root. */
  readonly folders: readonly string[];
  readonly isRequired: boolean;
}

function librariesOf({ localModules, goWorkModules, packages, goMod }: PluginFacts): Library[] {
  return [...localModules, ...goWorkModules]
    .filter(({ path }) => path !== goMod.module?.path)
    .map((module) => ({
      ...module,
      isRequired: localModules.includes(module) && requirementOf(goMod, module.path) !== undefined,
      folders: [...packages.values()]
        .filter(({ importPath }) => isInModule(importPath, module.path))
        .flatMap(({ files }) => (files[0] ? [posix.dirname(files[0].file)] : [])),
    }))
    .filter(({ isRequired, folders }) => isRequired || folders.length > 0);
}

/** What a build from a context does not see; undefined if the plugin's go.mod is not where go builds. */
function look(
  build: ImageBuild,
  context: string,
  namedBy: BuildContext | undefined,
  libraries: readonly Library[],
  { dir }: PluginFacts,
): UnseenInImage | undefined {
  const goMod = within(context, posix.join(dir, 'go.mod'));
  const last = build.runs.at(-1);
  if (goMod === undefined || !last) return undefined;
  const homesOf = (run: ImageRun): string[] =>
    placesOf(goMod, false, before(run, build))
      .filter((place) => posix.basename(place) === 'go.mod')
      .map((place) => posix.dirname(place))
      .filter((home) => run.folders.some((folder) => folder === home || folder.startsWith(`${home}/`)));
  const [home] = homesOf(last);
  if (home === undefined) return undefined;
  const unseen = libraries.flatMap((library) => {
    const runs = build.runs.filter((run) =>
      homesOf(run).some((at) => stops(run, library, at, context, dir, build)),
    );
    const [run] = runs;
    const place = placeFrom(home, dir, library.dir);
    return run ? [{ path: library.path, dir: library.dir, place, run, isLate: !runs.includes(last) }] : [];
  });
  return { build, context, namedBy, home, run: last, libraries: unseen };
}

/** go reads the go.mod of all that are required to download or vendor, and the packages that it links to build. */
function stops(
  run: ImageRun,
  library: Library,
  home: string,
  context: string,
  dir: string,
  build: ImageBuild,
): boolean {
  const copies = before(run, build);
  const place = placeFrom(home, dir, library.dir);
  if (run.verb !== 'build') {
    if (!library.isRequired) return false;
    const goMod = within(context, posix.join(library.dir, 'go.mod'));
    const isThere =
      goMod !== undefined && placesOf(goMod, false, copies).includes(posix.join(place, 'go.mod'));
    return !isThere && !mayHold(place, within(context, library.dir), copies);
  }
  return library.folders.some((folder) => {
    const at = posix.join(place, posix.relative(library.dir, folder));
    return !mayHold(at, within(context, folder), copies);
  });
}

function before(run: ImageRun, { copies }: ImageBuild): readonly Copy[] {
  return copies.slice(0, run.copies);
}

/** Where the replace leads in the image, if the plugin is at `home`. */
function placeFrom(home: string, dir: string, library: string): string {
  return posix.join(home, folderFrom(dir, library));
}

/** A path relative to a context; undefined outside of it. */
function within(context: string, path: string): string | undefined {
  const normal = posix.normalize(path);
  if (context === '.') return normal.startsWith('..') ? undefined : normal;
  if (normal === context) return '.';
  return normal.startsWith(`${context}/`) ? normal.slice(context.length + 1) : undefined;
}
