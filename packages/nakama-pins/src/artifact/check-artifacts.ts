import type { Finding } from '../findings/finding';
import type { ModuleReport } from '../findings/outcome';
import { reportOf, toFinding } from '../findings/report';
import { ArtifactError } from './artifact-error';
import type { ArtifactDraft } from './draft';
import { barrier, initModuleDraft, libraryDrafts, unreadableDraft } from './gates';
import { packageDrafts } from './package-comparison';
import { readArtifact } from './read-artifact';
import type { Server } from './server';
import { platformOf } from './server-release';
import type { Artifact } from './artifact';
import { compareFiles, unionDrafts } from './union';

/** A file that was read, or why it could not be. */
export type ReadPlugin = Artifact | ArtifactError;

/** @throws InputError where it can't be opened: nothing is said of the plugin then */
export function readPlugin(absPath: string, displayPath: string): ReadPlugin {
  try {
    return readArtifact(absPath, displayPath);
  } catch (error) {
    if (error instanceof ArtifactError) return error;
    throw error;
  }
}

/**
 * Tells of built plugins whether a server will load them, with proof `artifact`: each by itself, and all of them in one
 * process. Nothing is read here, and nothing run.
 *
 * A built file has no lines: the place of a finding is the file's line 1, column 1. `dir` of reports and findings is the
 * file, `module` the plugin's path.
 *
 * @returns in the order in which the server opens them
 */
export function checkArtifacts(plugins: readonly ReadPlugin[], server: Server): ModuleReport[] {
  const sorted = [...plugins].sort((a, b) => compareFiles(fileOf(a), fileOf(b)));
  const own = new Map(sorted.map((plugin) => [plugin, draftsOf(plugin, server)]));
  const sound = sorted.flatMap((plugin) =>
    plugin instanceof ArtifactError || own.get(plugin)?.some(({ severity }) => severity === 'error')
      ? []
      : [plugin],
  );
  const together = unionOfPlatforms(sound, server);
  return sorted.map((plugin) => {
    const file = fileOf(plugin);
    const drafts = [...(own.get(plugin) ?? []), ...(together.get(file) ?? [])];
    const module = plugin instanceof ArtifactError ? file : (plugin.plugin?.path ?? file);
    const findings = drafts.map((draft) => findingOf(draft, file));
    return reportOf({ dir: file, module, release: server.release.version, proof: 'artifact' }, findings);
  });
}

function fileOf(plugin: ReadPlugin): string {
  return plugin instanceof ArtifactError ? plugin.problem.file : plugin.file;
}

function draftsOf(plugin: ReadPlugin, server: Server): ArtifactDraft[] {
  if (plugin instanceof ArtifactError) return [unreadableDraft(plugin)];
  const closed = barrier(plugin, server);
  if (closed) return [closed];
  return [
    ...libraryDrafts(plugin, server),
    ...packageDrafts(plugin, server),
    ...[initModuleDraft(plugin)].flatMap((draft) => draft ?? []),
  ];
}

/** Plugins of different platforms are never in one process. */
function unionOfPlatforms(plugins: readonly Artifact[], { release }: Server): Map<string, ArtifactDraft[]> {
  const platforms = [...new Set(plugins.map(platformOf))];
  return new Map(
    platforms.flatMap((platform) => [
      ...unionDrafts(
        plugins.filter((plugin) => platformOf(plugin) === platform),
        release,
      ),
    ]),
  );
}

function findingOf({ id, ...draft }: ArtifactDraft, file: string): Finding {
  return toFinding(id, file, 'artifact', { ...draft, location: { file, line: 1, column: 1 } });
}
