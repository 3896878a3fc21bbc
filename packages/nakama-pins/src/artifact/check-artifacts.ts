import type { Finding } from '../findings/finding';
import type { UnplacedDraft } from '../findings/finding';
import { type Outcome, outcomeOf } from '../findings/outcome';
import { toFinding } from '../findings/to-finding';
import type { Artifact } from './artifact';
import { ArtifactError } from './artifact-error';
import { barrier } from './checks/barrier';
import { initModule } from './checks/init-module';
import { libraries } from './checks/libraries';
import { openings } from './checks/openings';
import { packages } from './checks/packages';
import { unreadable } from './checks/unreadable';
import { readArtifact } from './read-artifact';
import type { Server } from './server';
import { platformOf } from './server-release';
import { compareFiles, unionDrafts } from './union';

/** A file that was read, or why it could not be. */
export type ReadPlugin = Artifact | ArtifactError;

/** @throws InputError if it can't be opened: then nothing is known of the plugin */
export function readPlugin(absPath: string, displayPath: string): ReadPlugin {
  try {
    return readArtifact(absPath, displayPath);
  } catch (error) {
    if (error instanceof ArtifactError) return error;
    throw error;
  }
}

/** A plugin that another plugin opens: no InitModule is looked up in it. */
export interface OpenedPlugin {
  readonly plugin: ReadPlugin;
  /** The file of the plugin that opens it. */
  readonly by: string;
}

/** The outcome of a built plugin. */
export interface ArtifactOutcome extends Outcome {
  /** The `.so`, as messages call it. */
  readonly file: string;
  /** The plugin that opens it, if the server itself does not. */
  readonly openedBy?: string;
}

/**
 * Says whether a server will load built plugins, with proof `artifact`: each alone, and all of them in one
 * process. Nothing is read here, and nothing run.
 *
 * A built file has no lines: the place of a finding is the file's line 1, column 1. `dir` of outcomes and findings is the
 * folder of the file, `module` the plugin's path.
 *
 * @param opened what these plugins open themselves
 * @param unnamed file of a plugin -> the nakama.json that should name what it opens, and says nothing of it
 * @returns in the order in which the server opens them; a plugin opens others before the server opens the next
 */
export function checkArtifacts(
  plugins: readonly ReadPlugin[],
  server: Server,
  opened: readonly OpenedPlugin[] = [],
  unnamed: ReadonlyMap<string, string> = new Map(),
): ArtifactOutcome[] {
  const sorted = inOrder(plugins, opened);
  const own = new Map(sorted.map((entry) => [entry, draftsOf(entry, server, unnamed)]));
  const sound = sorted.flatMap((entry) =>
    entry.plugin instanceof ArtifactError || own.get(entry)?.some(({ severity }) => severity === 'error')
      ? []
      : [entry.plugin],
  );
  const together = unionOfPlatforms(sound, server);
  return sorted.map((entry) => {
    const { plugin, by } = entry;
    const file = fileOf(plugin);
    const drafts = [...(own.get(entry) ?? []), ...(together.get(file) ?? [])];
    const findings = drafts.map((draft) => findingOf(draft, file));
    const outcome = artifactOutcome(plugin, server.release.version, findings);
    return by === undefined ? outcome : { ...outcome, openedBy: by };
  });
}

/** The outcome of a built plugin, whatever was found. */
export function artifactOutcome(
  plugin: ReadPlugin,
  release: string | null,
  findings: readonly Finding[],
): ArtifactOutcome {
  const file = fileOf(plugin);
  const module = plugin instanceof ArtifactError ? file : (plugin.plugin?.path ?? file);
  return { ...outcomeOf({ dir: folderOf(file), module, release, proof: 'artifact' }, findings), file };
}

/** A plugin that the server opens, or that another one opens. */
interface Entry {
  readonly plugin: ReadPlugin;
  readonly by?: string;
}

/** A file that is opened twice is one plugin: the runtime gives it out again. */
function inOrder(plugins: readonly ReadPlugin[], opened: readonly OpenedPlugin[]): Entry[] {
  const notByServer = new Set(opened.map(({ plugin }) => fileOf(plugin)));
  const entries = [...plugins]
    .filter((plugin) => !notByServer.has(fileOf(plugin)))
    .sort((a, b) => compareFiles(fileOf(a), fileOf(b)))
    .flatMap((plugin): Entry[] => [{ plugin }, ...opened.filter(({ by }) => by === fileOf(plugin))]);
  const files = entries.map(({ plugin }) => fileOf(plugin));
  return entries.filter(({ plugin }, i) => files.indexOf(fileOf(plugin)) === i);
}

function folderOf(file: string): string {
  const slash = file.lastIndexOf('/');
  return slash < 0 ? '.' : file.slice(0, slash);
}

function fileOf(plugin: ReadPlugin): string {
  return plugin instanceof ArtifactError ? plugin.problem.file : plugin.file;
}

function draftsOf(
  { plugin, by }: Entry,
  server: Server,
  unnamed: ReadonlyMap<string, string>,
): UnplacedDraft[] {
  if (plugin instanceof ArtifactError) return [unreadable(plugin)];
  const closed = barrier(plugin, server);
  if (closed) return [closed];
  return [
    ...libraries(plugin, server),
    ...packages(plugin, server),
    ...(by === undefined ? [...initModule(plugin), ...openings(plugin, unnamed.get(plugin.file))] : []),
  ];
}

/** Plugins of different platforms are never in one process. */
function unionOfPlatforms(plugins: readonly Artifact[], { release }: Server): Map<string, UnplacedDraft[]> {
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

function findingOf(draft: UnplacedDraft, file: string): Finding {
  return toFinding({ ...draft, location: { file, line: 1, column: 1 } }, folderOf(file), 'artifact');
}
