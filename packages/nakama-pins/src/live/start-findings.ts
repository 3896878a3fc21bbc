import type { Finding } from '../findings/finding';
import { toFinding } from '../findings/to-finding';
import type { FindingLocation } from '../input/problem';
import { causesOf, refusalFinding } from '../loading/load-findings';
import type { LoadServer } from '../loading/load-outcome';
import type { PluginFile } from '../loading/open-plugins';
import { pluginNamed, shownRefusal } from '../loading/placed-plugins';
import type { Release } from '../releases/release-model';
import type { PluginFacts } from '../workspace/facts';
import type { StartFailure } from './start-failure';

/** A start that came to nothing, because of a plugin. */
export interface FailedStart {
  readonly failure: Exclude<StartFailure, { kind: 'server' }>;
  readonly server: LoadServer;
  readonly release: Release;
  /** The plugins of the module. */
  readonly files: readonly PluginFile[];
  /** How long was waited for it. */
  readonly limitMs: number;
}

/** What is wrong with the module that kept a server from starting. */
export function failureFindings(facts: PluginFacts, failed: FailedStart): Finding[] {
  const { failure, server, release, files } = failed;
  const { dir } = facts;
  const file = pluginNamed(failure.plugin, files) ?? files[0];
  const causes = causesOf(files, server, release);
  const causesIn = (some: readonly PluginFile[]): Finding[] =>
    some.flatMap((plugin) => causes.get(plugin.file) ?? []).map((cause) => ({ ...cause, dir }));
  if (failure.kind === 'refuses') {
    if (!file) return [];
    const own = causesIn([file]);
    return [refusalFinding(dir, file.file, shownRefusal(failure.refusal, file), server, own), ...own];
  }
  const { how, says, place } = failure;
  const data = { server: server.name, how, says, seconds: failed.limitMs / 1000 };
  const location = place ?? initModuleOf(facts, file);
  return [
    toFinding({ id: 'init-module-fails', severity: 'error', location, data }, dir, 'started'),
    // The server opens its plugins before InitModule, which may open more of them.
    ...causesIn(files.filter(({ openedBy }) => openedBy !== undefined)),
  ];
}

/** Where InitModule of a plugin is declared. */
function initModuleOf({ initModules, goMod }: PluginFacts, file: PluginFile | undefined): FindingLocation {
  const ofPlugins = initModules.filter(({ packageName }) => packageName === 'main');
  const declared =
    ofPlugins.find(({ packageDir }) => file?.file.endsWith(`/${packageDir.split('/').at(-1)}.so`)) ??
    ofPlugins[0];
  return declared ? { file: declared.file, ...declared.position } : { file: goMod.file, line: 1, column: 1 };
}
