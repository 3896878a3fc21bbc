import { checkArtifacts, readPlugin } from '../artifact/check-artifacts';
import { readArtifact } from '../artifact/read-artifact';
import { type Server, serverOfProgram, serverOfRelease } from '../artifact/server';
import type { Finding } from '../findings/finding';
import { toFinding } from '../findings/to-finding';
import { openCatalog } from '../releases/catalog';
import type { Platform, Release } from '../releases/release-model';
import type { LoadServer } from './load-outcome';
import type { PluginFile } from './open-plugins';
import type { Refusal } from './server-log';

/** What is wrong in the files themselves, by file: the server names one cause, this names all. */
export function causesOf(
  plugins: readonly PluginFile[],
  server: LoadServer,
  release: Release,
): Map<string, readonly Finding[]> {
  const read = plugins.map(({ absPath, file, openedBy }) => ({
    plugin: readPlugin(absPath, file),
    by: openedBy,
  }));
  const own = read.flatMap(({ plugin, by }) => (by === undefined ? [plugin] : []));
  const opened = read.flatMap(({ plugin, by }) => (by === undefined ? [] : [{ plugin, by }]));
  const outcomes = checkArtifacts(own, comparedWith(server, release), opened);
  return new Map(outcomes.map(({ file, findings }) => [file, findings]));
}

/** The program that opened them, if it can be read. */
function comparedWith({ program, name, platform }: LoadServer, release: Release): Server {
  if (program === undefined) return serverOfRelease(release, platform);
  const catalog = openCatalog();
  const known = catalog.list().map((summary) => catalog.load(summary.version));
  return serverOfProgram(readArtifact(program, name), known);
}

/** A real server's own word, with what is known about the cause. */
export function refusalFinding(
  dir: string,
  file: string,
  { says, meaning, fix, package: path, library }: Refusal,
  server: LoadServer,
  causes: readonly Finding[],
): Finding {
  const isExplained = causes.some(({ severity }) => severity === 'error');
  return toFinding(
    {
      id: 'server-refuses',
      severity: 'error',
      location: { file, line: 1, column: 1 },
      data: { server: server.name, says, meaning, fix, isExplained, package: path, library },
    },
    dir,
    'loaded',
  );
}

/** What says that there was no server to try it in, by what it would have proved. */
const NO_SERVER = { loaded: 'not-opened', started: 'not-started' } as const;

/** No server was run for a platform. */
export function noServerFinding(
  proof: keyof typeof NO_SERVER,
  dir: string,
  file: string,
  platform: Platform,
  { missing, fix }: { readonly missing: string; readonly fix: string },
  isOnlyProof: boolean,
): Finding {
  return toFinding(
    {
      id: NO_SERVER[proof],
      // Where one was run for another platform, something is proved.
      severity: isOnlyProof ? 'undecided' : 'warning',
      location: { file, line: 1, column: 1 },
      data: { platform, missing, fix },
    },
    dir,
    proof,
  );
}
