import { type RemoteReleases, remoteReleases } from '../adding/remote-releases';
import type { ReleaseSummary } from '../releases/release-model';
import { sortReleases } from '../releases/resolve';
import { columns } from './columns';

export interface ReleasesListOptions {
  readonly remote?: boolean;
  readonly image?: string;
  readonly insecure?: readonly string[];
}

/** What the registry has. */
export function askRegistry(
  summaries: readonly ReleaseSummary[],
  { image, insecure }: ReleasesListOptions,
): Promise<RemoteReleases> {
  const known = summaries.map(({ version }) => version);
  return remoteReleases(known, { image, insecure, env: process.env });
}

const HEADER = ['release', 'date', 'Go', 'nakama-common', 'protobuf', 'fingerprints', 'source'];
const NOTHING = '-';

/** `nakama-pins releases` */
export function listText(summaries: readonly ReleaseSummary[]): string {
  return columns([HEADER, ...summaries.map(summaryRow)]);
}

/** `nakama-pins releases --remote` */
export function remoteListText(summaries: readonly ReleaseSummary[], remote: RemoteReleases): string {
  const published = new Map(remote.releases.map((release) => [release.version, release]));
  const known = new Map(summaries.map((summary) => [summary.version, summary]));
  const missing = remote.releases.filter(({ add }) => add !== undefined);
  const names = sortReleases([...known.keys(), ...missing.map(({ version }) => version)]);
  const rows = names.map((name) => {
    const summary = known.get(name);
    const { tag = NOTHING, add = '' } = published.get(name) ?? {};
    const cells = summary ? summaryRow(summary) : [name, ...HEADER.slice(1).map(() => NOTHING)];
    return [...cells, tag, add];
  });
  return columns([[...HEADER, 'registry'], ...rows]) + `\n${countText(remote, names.at(-1))}\n`;
}

/** Under the list: where it is from, and what is not in it. */
function countText({ image, releases, otherTags }: RemoteReleases, oldest: string | undefined): string {
  const missing = releases.filter(({ add }) => add !== undefined).length;
  const older = releases.filter(({ known, add }) => !known && add === undefined).length;
  const parts = [
    `${image} has ${count(releases.length, 'release')}`,
    `${missing} of them not known here`,
    ...(older > 0 ? [`${older} older than ${oldest}`] : []),
    `${count(otherTags, 'other tag')}`,
  ];
  return parts.join('; ');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function summaryRow(summary: ReleaseSummary): string[] {
  return [
    summary.version,
    summary.date,
    summary.go,
    summary.nakamaCommon,
    summary.protobuf,
    summary.measuredPlatforms.join(' ') || NOTHING,
    summary.source === 'catalog' ? 'shipped' : summary.source,
  ];
}
