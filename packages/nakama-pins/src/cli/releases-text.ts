import { isStandardPath } from '../go-module/standard-packages';
import type { ReleaseDiff } from '../releases/diff';
import type { FoundInRelease, FoundInReleases } from '../releases/find';
import type { Release } from '../releases/release-model';
import { columns } from './columns';

/** `nakama-pins releases show 3.40.0` */
export function showText(release: Release): string {
  const linked = release.modules.filter((module) => module.linkedPackages.length > 0);
  const packages = linked.reduce((sum, module) => sum + module.linkedPackages.length, 0);
  const builderGo = /^golang:([\d.]+)/.exec(release.builderImageGo)?.[1];
  const facts = columns(
    [
      [
        'Go',
        release.go + (release.goModGo === release.go ? '' : ` (go line of its go.mod: ${release.goModGo})`),
      ],
      ['server image', release.serverImageBase],
      [
        'builder image',
        release.builderImageGo +
          (sameGo(builderGo, release.go)
            ? ''
            : "  WARNING: another Go than the server's, its plugins are refused"),
      ],
      ['nakama-common', release.nakamaCommon],
      ['protobuf', release.protobuf],
      ['fingerprints', release.measuredPlatforms.join(', ') || 'not measured'],
      ['linked', `${packages} packages of ${linked.length} modules (from ${release.linkedPackagesFrom})`],
      ['source', release.source],
    ],
    '  ',
  );
  const modules = columns(
    release.modules.map((module) => {
      const patched = module.linkedPackages.filter((name) => release.isPatched(name)).length;
      const count = module.linkedPackages.length;
      return [
        module.path,
        module.version,
        count === 0
          ? 'vendored, never linked'
          : `${count} linked${patched > 0 ? `, ${patched} PATCHED` : ''}`,
      ];
    }),
    '  ',
  );
  return `Nakama ${release.version}, ${release.date}\n${facts}\nModules\n${modules}`;
}

/** An image tag may leave the patch out if it is 0. */
function sameGo(builderGo: string | undefined, serverGo: string): boolean {
  return builderGo === undefined || builderGo === serverGo || `${builderGo}.0` === serverGo;
}

const FACT_NAMES: Readonly<Record<string, string>> = {
  date: 'date',
  go: 'Go',
  goModGo: 'go line',
  serverImageBase: 'server image',
  builderImageGo: 'builder image',
  nakamaCommon: 'nakama-common',
  protobuf: 'protobuf',
};

/** `nakama-pins releases diff 3.38.0 3.40.0` */
export function diffText(diff: ReleaseDiff): string {
  const { modules, linkedPackages, patchedPackages } = diff;
  const sections = [
    columns(
      diff.facts.map(({ fact, from, to }) => [FACT_NAMES[fact] ?? fact, from, '->', to]),
      '  ',
    ),
    section('Modules changed', modules.changed, ({ path, from, to, linked }) => [
      path,
      from,
      '->',
      to,
      linked ? '' : 'never linked',
    ]),
    section('Modules added', modules.added, ({ path, version }) => [path, version]),
    section('Modules removed', modules.removed, ({ path, version }) => [path, version]),
    section('Packages now linked', linkedPackages.added, (name) => [name]),
    section('Packages no longer linked', linkedPackages.removed, (name) => [name]),
    section('Packages now patched', patchedPackages.added, (name) => [name]),
    section('Packages no longer patched', patchedPackages.removed, (name) => [name]),
  ].filter((text) => text !== '');
  return `Nakama ${diff.from} -> ${diff.to}\n${sections.join('\n') || '  nothing that plugins meet\n'}`;
}

function section<T>(title: string, items: readonly T[], row: (item: T) => string[]): string {
  return items.length === 0 ? '' : `${title} (${items.length})\n${columns(items.map(row), '  ')}`;
}

/** `nakama-pins releases find go.uber.org/zap/buffer` */
export function findText(query: string, found: FoundInRelease): string {
  return `${query} in Nakama ${found.release}\n${columns(answerRows(query, found), '  ')}`;
}

/** `nakama-pins releases find --all go.uber.org/zap/buffer` */
export function findAllText(query: string, ranges: readonly FoundInReleases[]): string {
  const rows = ranges.map(({ from, to, presence, version, patchedPackages }) => [
    from === to ? from : `${to} - ${from}`,
    version ?? '-',
    presence + (patchedPackages.length > 0 ? ', PATCHED' : ''),
  ]);
  const nearest = ranges.every(({ presence }) => presence === 'absent') ? ranges[0]?.nearest : undefined;
  if (nearest) rows.push(['meant?', nearest.join(', '), '']);
  return `${query}\n${columns(rows, '  ')}`;
}

function answerRows(
  query: string,
  { presence, module, version, patchedPackages, require, nearest }: FoundInRelease,
): string[][] {
  const isNoPath = presence === 'absent' && isStandardPath(query);
  const rows = [['server', isNoPath ? NO_SUCH_PATH : PRESENCE_TEXT[presence]]];
  if (nearest) rows.push(['meant?', nearest.join(', ')]);
  if (!module || !version || !require) return rows;
  rows.unshift(['module', `${module} ${version}`]);
  if (presence === 'vendored') return rows;
  if (patchedPackages.length === 0) return [...rows, ['patched', 'no'], ['go.mod', require]];
  return [
    ...rows,
    ['patched', patchedPackages.join(', ')],
    [
      'WARNING',
      `no version of ${module} matches the server's patched code: a plugin that links it is refused`,
    ],
    ['go.mod', `${require}  (only for packages that are not patched)`],
  ];
}

/** Without a dot in its first element, a path can only be of the standard library, which has no such package. */
const NO_SUCH_PATH = 'no module or package of this name is known';

const PRESENCE_TEXT: Readonly<Record<FoundInRelease['presence'], string>> = {
  linked: 'linked: a plugin that links it must have this version',
  vendored: 'vendored, never linked: any version loads',
  'module-only':
    'links other packages of the module: a plugin that shares one of them must have this version',
  standard: 'standard library: it comes with Go, whose version must be the same',
  absent: 'absent: any version loads',
};
