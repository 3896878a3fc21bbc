import { resolve } from 'node:path';
import {
  type CheckedRelease,
  type CheckedServer,
  checkReleases,
  type ReleasesCheck,
} from '../adding/check-releases';
import { formatProblems } from '../input/problem';
import type { Differing } from '../releases/compare-servers';
import { Tools } from '../toolchain/tools';
import { columns } from './columns';
import { fetchProgress } from './fetch-progress';

export interface ReleasesCheckOptions {
  readonly root: string;
  readonly remote?: boolean;
  readonly image?: string;
  readonly insecure?: readonly string[];
  readonly program?: string;
}

/** More differing packages are counted only. */
const MAX_SHOWN = 20;

export async function runReleasesCheck(
  versions: readonly string[],
  options: ReleasesCheckOptions,
): Promise<ReleasesCheck> {
  const root = resolve(options.root);
  const progress = fetchProgress();
  try {
    const tools = new Tools({ root, env: process.env, onProgress: progress.onProgress });
    return await checkReleases({ ...options, cwd: process.cwd(), workspaceDir: root, versions }, tools);
  } finally {
    progress.stop();
  }
}

/** The JSON of a check: of what differs, as much as the text shows. */
export function checkJson({ releases, problems }: ReleasesCheck): object {
  return {
    releases: releases.map((release) => ({ ...release, servers: release.servers.map(serverJson) })),
    problems,
  };
}

function serverJson({ difference: { go, modules, packages }, ...server }: CheckedServer): object {
  return {
    ...server,
    ...(go && { go }),
    modules: modules.slice(0, MAX_SHOWN),
    differingModules: modules.length,
    packages: packages.slice(0, MAX_SHOWN),
    differingPackages: packages.length,
  };
}

const MARKS = { equal: '✔', differs: '✘', unknown: '?' };
const RESULTS = { equal: 'equal', differs: 'differs', unknown: "can't be checked" };
const COUNTED = { ...RESULTS, differs: 'differ' };

/** `nakama-pins releases check --remote` */
export function checkText({ releases, problems }: ReleasesCheck): string {
  const count = (result: CheckedRelease['result']): string[] => {
    const { length } = releases.filter((release) => release.result === result);
    return length === 0 ? [] : [`${length} ${(length === 1 ? RESULTS : COUNTED)[result]}`];
  };
  const counts = [...count('equal'), ...count('differs'), ...count('unknown')].join(', ');
  return [
    ...releases.map(releaseText),
    ...(problems.length > 0 ? [`${formatProblems(problems)}\n`] : []),
    ...(releases.length > 0
      ? [`\n${releases.length} release${releases.length === 1 ? '' : 's'}: ${counts}\n`]
      : []),
  ].join('');
}

function releaseText({ version, source, result, faults, servers, notes, problems }: CheckedRelease): string {
  const from = source === 'catalog' ? 'shipped' : source;
  const all = [...faults, ...problems];
  return [
    `${MARKS[result]} ${version} ${RESULTS[result]} (${from})\n`,
    ...(all.length > 0 ? [`${indented(formatProblems(all))}\n`] : []),
    ...servers.map(serverText),
    ...notes.map((note) => `  note: ${note}\n`),
  ].join('');
}

function serverText(server: CheckedServer): string {
  const { platform, name, digest, index, compared, equal, difference } = server;
  const { go, modules, packages } = difference;
  const fingerprints =
    packages.length > 0
      ? `${packages.length} of ${compared} fingerprints differ`
      : `${compared} fingerprints equal`;
  const rows = [
    ...(go ? [differingRow({ path: 'Go', ...go })] : []),
    ...modules.slice(0, MAX_SHOWN).map(differingRow),
    ...packages.slice(0, MAX_SHOWN).map(differingRow),
  ];
  const more = Math.max(0, modules.length - MAX_SHOWN) + Math.max(0, packages.length - MAX_SHOWN);
  return [
    `  ${platform}  ${name}: ${compared === 0 ? `Go and modules ${equal ? 'equal' : 'differ'}` : fingerprints}\n`,
    ...(digest === undefined ? [] : [`    read: manifest ${digest}${originText(server)}\n`]),
    ...(index === undefined ? [] : [`    of the index ${index}\n`]),
    columns(rows, '    '),
    ...(more > 0 ? [`    and ${more} more\n`] : []),
  ].join('');
}

/** Whether it is what the release was read from. */
function originText({ digest, origin }: CheckedServer): string {
  if (origin === undefined) return '';
  return origin === digest ? ', as "origins" names it' : `; "origins" names another: ${origin}`;
}

function differingRow({ path, expected, found }: Differing & { readonly path: string }): string[] {
  return [path, expected ?? 'none', 'in the server:', found ?? 'none'];
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
