import pc from 'picocolors';
import type { VersionDemand } from '../../demands/demands-in';
import type { VersionRange } from '../../demands/version-range';
import { renderFindings } from '../../findings/render/text';
import { pinLines, type PinTextOptions } from '../pin-text';
import type { GetOutcome, Got } from './get-outcome';

/** The outcome of adding dependencies to one module, for people. */
export function renderGetOutcome(outcome: GetOutcome, options: PinTextOptions): string {
  const { dim } = pc.createColors(options.color);
  const { got, release, written, changes, conflicts } = outcome;
  const isDone = conflicts.length === 0;
  const unused = got.filter(({ version, imported }) => version !== null && !imported);
  return [
    renderFindings(outcome, options),
    ...got.flatMap((one) => describeGot(one, release ?? '', isDone)),
    ...pinLines(outcome, options),
    ...(isDone && unused.length > 0 && (written || changes.length === 0)
      ? [
          `  ${dim(`next: import ${unused.flatMap(shownPackage).join(', ')}; what nothing imports, pin and tidy drop`)}`,
        ]
      : []),
  ].join('\n');
}

function describeGot(got: Got, release: string, isDone: boolean): string[] {
  const { module, version, before, held, newer } = got;
  const from = before === undefined || before === version ? '' : `${before} → `;
  return [
    ...(version === null || !isDone ? [] : [`  ${module} ${from}${version}: ${reason(got, release)}`]),
    ...held.map(
      (demand) =>
        `    held off: ${chainOf(demand)}; it compiles with the server's ${demand.pin}, go.mod excludes the other`,
    ),
    ...describeNewer(newer, release, '    '),
  ];
}

function reason({ by, newest, version, held, packages, newer }: Got, release: string): string {
  const compiled = ` (compiled: ${shownList(packages)})`;
  if (by === 'pin') return `Nakama ${release} links it, the pin decides`;
  if (by === 'exact') return `it fits${compiled}`;
  if (version === newest) return `the newest version, it fits${compiled}`;
  const fits = held.length === 0 ? 'the newest that fits' : 'the newest that compiles with the pins';
  const unread = newer.filter(({ isUnread }) => isUnread).reduce((sum, { count }) => sum + count, 0);
  const known =
    unread === 0 ? '' : ` of those that could be downloaded, which ${unread} newer ones could not`;
  return `${fits}${known}${newest === null ? '' : `; the newest version is ${newest}`}${compiled}`;
}

const MAX_RANGES = 6;
const MAX_DEMANDS = 4;

/** Why newer versions are not taken, and on which release they would be. */
export function describeNewer(newer: readonly VersionRange[], release: string, indent: string): string[] {
  const lines = newer.slice(0, MAX_RANGES).flatMap((range) => {
    const { demands, why } = range;
    const shown = demands.slice(0, MAX_DEMANDS);
    const said = why === undefined ? '' : `: ${why}`;
    return [
      `${indent}${versionsOf(range)}${said || ` ${range.count === 1 ? 'asks' : 'ask'} for more than Nakama ${release} has${fitsOn(range)}:`}`,
      ...shown.map((demand) => `${indent}  ${chainOf(demand)}, the server has ${demand.pin}`),
      ...(demands.length > shown.length ? [`${indent}  and ${demands.length - shown.length} more`] : []),
    ];
  });
  const rest = newer.slice(MAX_RANGES).reduce((sum, { count }) => sum + count, 0);
  return rest === 0 ? lines : [...lines, `${indent}and ${rest} more versions, see --format json`];
}

function versionsOf({ from, to, count }: VersionRange): string {
  return count === 1 ? from : `${to} to ${from} (${count} versions)`;
}

function fitsOn({ from, count, fits }: VersionRange): string {
  if (fits.to === null) return ', and than all later releases of the catalog';
  if (count === 1 || fits.from === fits.to) return `; Nakama ${fits.to} would do`;
  const newest = fits.from === null ? `no release of the catalog for ${from}` : `${fits.from} for ${from}`;
  return `; Nakama ${fits.to} would do for the oldest, ${newest}`;
}

/** `github.com/acme/x@v1.2.0 → go.uber.org/zap@v1.29.0` */
function chainOf({ module, demanded, chain }: VersionDemand): string {
  return module === 'go' ? `${chain.join(' → ')} → go ${demanded}` : chain.join(' → ');
}

const MAX_PACKAGES = 3;

function shownList(packages: readonly string[]): string {
  const shown = packages.slice(0, MAX_PACKAGES).join(', ');
  return packages.length > MAX_PACKAGES ? `${shown} and ${packages.length - MAX_PACKAGES} more` : shown;
}

function shownPackage({ packages }: Got): string[] {
  return packages.slice(0, 1);
}
