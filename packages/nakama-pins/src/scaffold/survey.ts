import type { Finding } from '../findings/finding';
import { toFinding } from '../findings/to-finding';
import type { ImageUse } from '../images/image-use';
import { isNakama } from '../images/nakama-images';
import { orUndefined } from '../input/problem';
import { findPluginModules } from '../verify/find-modules';
import { ModuleOpener } from '../verify/open-module';
import type { PluginFacts } from '../workspace/facts';

/** What a workspace says today of the releases that its plugins are built for. */
export interface ReleasesInUse {
  /** Each release that a nakama.json or an image names, once. */
  readonly named: readonly ReleaseInUse[];
  /** Plugins that nothing names a release for. */
  readonly unnamed: readonly UnnamedRelease[];
}

/** A release that plugins of a workspace are for. */
export interface ReleaseInUse {
  readonly release: string;
  /** What names it, and where: `heroiclabs/nakama:3.37.0 (docker-compose.yml:6)`. */
  readonly by: string;
}

/** A plugin that nothing names a release for. */
export interface UnnamedRelease {
  /** The plugin's folder, relative to the workspace root; the root if there is no plugin. */
  readonly dir: string;
  /** The place that the reason is about; the file relative to the workspace root. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Why there is none. */
  readonly message: string;
  readonly fix: string;
  /** The releases that it may be of, newest first: those that have its nakama-common, or that its images name. */
  readonly candidates: readonly string[];
}

/**
 * The releases that the plugins of a workspace are for, each chosen as for a verdict; without any plugin that of the images
 * at the root. A module that can't be read is left out: verifying it says what is wrong.
 *
 * @param root the workspace root, absolute
 * @example
 * const [only, ...others] = releasesInUse(process.cwd()).named;
 * @throws InputError if a file under `nakama-releases/` can't be read as a release
 */
export function releasesInUse(root: string): ReleasesInUse {
  const opener = new ModuleOpener(root);
  const plugins = surveyWith(opener, ['.']).filter(({ kind }) => kind === 'plugin');
  if (plugins.length === 0) return releaseOfImages(opener);
  const all = plugins.flatMap(({ named }) => named ?? []);
  const named = all.filter(({ release }, i) => all.findIndex((other) => other.release === release) === i);
  const unnamed = plugins.flatMap((plugin) => plugin.unnamed ?? []);
  return { named, unnamed };
}

/** A plugin or library module that is there, and what lies around it. */
export interface SurveyedModule {
  /** Relative to the workspace root. */
  readonly dir: string;
  readonly kind: 'plugin' | 'library';
  /** The module path; the folder where go.mod can't be read. */
  readonly path: string;
  readonly named?: ReleaseInUse;
  readonly unnamed?: UnnamedRelease;
  readonly isVendored: boolean;
  /** The go.work that uses it. */
  readonly goWork?: string;
  /** Images that build it or run its server, as written, each with its place. */
  readonly images: readonly string[];
  /** The places of commands that build it. */
  readonly buildCommands: readonly string[];
}

/**
 * The plugin and library modules in and below folders, with what lies around them.
 *
 * @param root the workspace root, absolute
 * @param dirs relative to the root
 * @example
 * surveyModules(process.cwd(), ['plugins']).map(({ dir, named }) => `${dir}: ${named?.release}`);
 * @throws InputError if a file under `nakama-releases/` can't be read as a release
 */
export function surveyModules(root: string, dirs: readonly string[]): readonly SurveyedModule[] {
  return surveyWith(new ModuleOpener(root), dirs);
}

function surveyWith(opener: ModuleOpener, dirs: readonly string[]): SurveyedModule[] {
  return findPluginModules(opener.root, dirs).flatMap(({ dir, kind }) =>
    kind === undefined ? [] : [{ dir, kind, ...surveyed(opener, dir, kind) }],
  );
}

function surveyed(
  opener: ModuleOpener,
  dir: string,
  kind: SurveyedModule['kind'],
): Omit<SurveyedModule, 'dir' | 'kind'> {
  const module = orUndefined(() => opener.open(dir, { kind }));
  // What can't be read says nothing: verifying it says what is wrong.
  if (!module) return { path: dir, isVendored: false, images: [], buildCommands: [] };
  if (module.unreleased) {
    const { candidates, unreleased } = module;
    const [finding] = unreleased.findings;
    return {
      path: unreleased.module,
      ...(finding && { unnamed: unnamedRelease(finding, dir, candidates) }),
      ...around(module.facts),
    };
  }
  const { facts, release } = module;
  const named = { release: release.version, by: placeOf(facts.releaseImage) };
  return { path: facts.goMod.module?.path ?? dir, named, ...around(facts) };
}

function around({
  vendor,
  goWork,
  images,
  buildCommands,
}: PluginFacts): Pick<SurveyedModule, 'isVendored' | 'goWork' | 'images' | 'buildCommands'> {
  return {
    isVendored: vendor !== undefined,
    ...(goWork?.usesPlugin && { goWork: goWork.goWork.file }),
    images: images.filter((image) => image.buildsPlugin || isNakama(image)).map(placeOf),
    buildCommands: buildCommands.map(({ file, position }) => `${file}:${position.line}`),
  };
}

function releaseOfImages(opener: ModuleOpener): ReleasesInUse {
  const { release, image, unknown } = opener.imageRelease('.');
  if (release) return { named: [{ release: release.version, by: placeOf(image) }], unnamed: [] };
  // Without an image, there is nothing to go by, and nothing to be wrong.
  if (unknown.data.kind === 'not named') return { named: [], unnamed: [] };
  const finding = toFinding(unknown, '.', 'declared');
  return { named: [], unnamed: [unnamedRelease(finding, '.', [])] };
}

function placeOf(image: ImageUse | undefined): string {
  return image ? `${image.raw} (${image.file}:${image.position.line})` : 'nakama.json';
}

function unnamedRelease(
  { location: { file, line, column }, message, fix }: Finding,
  dir: string,
  candidates: readonly string[],
): UnnamedRelease {
  return { dir, file, line, column, message, fix, candidates };
}
