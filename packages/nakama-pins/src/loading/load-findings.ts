import { checkArtifacts, readPlugin } from '../artifact/check-artifacts';
import { readArtifact } from '../artifact/read-artifact';
import { type Server, serverOfProgram, serverOfRelease } from '../artifact/server';
import type { Finding } from '../findings/finding';
import { toFinding } from '../findings/report';
import { openCatalog } from '../releases/catalog';
import type { Platform, Release } from '../releases/release-model';
import type { LoadServer } from './load-outcome';
import type { PluginFile } from './open-plugins';
import type { Refusal } from './server-log';

/** What in the files themselves speaks against them, by file: the server names one thing, here all are. */
export function causesOf(
  plugins: readonly PluginFile[],
  server: LoadServer,
  release: Release,
): Map<string, readonly Finding[]> {
  const read = plugins.map(({ absPath, file }) => readPlugin(absPath, file));
  const reports = checkArtifacts(read, comparedWith(server, release));
  return new Map(reports.map(({ dir, findings }) => [dir, findings]));
}

/** The very program that opened them, where it can be read. */
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
  { says, meaning, fix, subject }: Refusal,
  server: LoadServer,
  causes: readonly Finding[],
): Finding {
  const isExplained = causes.some(({ severity }) => severity === 'error');
  return toFinding('server-refuses', dir, 'loaded', {
    severity: 'error',
    location: { file, line: 1, column: 1 },
    subject: subject ?? file,
    message: `${server.name} stops at it: ${says} (${meaning})`,
    fix: isExplained ? 'mend what else is found here about this file: it is the cause' : fix,
  });
}

/** No server was run for a platform. */
export function notOpened(
  dir: string,
  file: string,
  platform: Platform,
  { missing, fix }: { readonly missing: string; readonly fix: string },
  isOnlyProof: boolean,
): Finding {
  return toFinding('not-opened', dir, 'loaded', {
    // Where it was opened for another platform, something is proved.
    severity: isOnlyProof ? 'undecided' : 'warning',
    location: { file, line: 1, column: 1 },
    subject: platform,
    message: `no server for ${platform} opened it: ${missing}`,
    fix,
  });
}
