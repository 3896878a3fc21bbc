import type { Finding } from '../findings/finding';
import { toFinding } from '../findings/to-finding';
import type { ImageUse } from '../images/image-use';
import { orUndefined } from '../input/problem';
import { findPluginModules } from '../verify/find-modules';
import { ModuleOpener } from '../verify/open-module';

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
  const plugins = findPluginModules(root, ['.']).filter(({ kind }) => kind === 'plugin');
  const named = new Map<string, ReleaseInUse>();
  const unnamed: UnnamedRelease[] = [];
  for (const { dir } of plugins) {
    const module = orUndefined(() => opener.open(dir));
    if (!module) continue;
    if (module.unreleased) {
      const { candidates, unreleased } = module;
      unnamed.push(...unreleased.findings.map((finding) => unnamedRelease(finding, dir, candidates)));
    } else if (!named.has(module.release.version)) {
      const { version: release } = module.release;
      named.set(release, { release, by: placeOf(module.facts.releaseImage) });
    }
  }
  return plugins.length === 0 ? releaseOfImages(opener) : { named: [...named.values()], unnamed };
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
