import type { Artifact } from '../artifact/artifact';
import type { BuildInfo, BuiltModule } from '../artifact/build-info';
import { platformOf } from '../artifact/server-release';
import { columns } from './columns';

/** A built file as JSON: maps become objects. */
export function artifactJson(artifact: Artifact): object {
  const { buildInfo, fingerprints, ...rest } = artifact;
  return {
    ...rest,
    platform: platformOf(artifact),
    ...(buildInfo && { buildInfo: { ...buildInfo, settings: Object.fromEntries(buildInfo.settings) } }),
    fingerprints: Object.fromEntries(fingerprints),
  };
}

/** What it is, what it needs, its build info as `go version -m` lists it, and all fingerprints. */
export function artifactText(artifact: Artifact): string {
  const { file, size, plugin, needed, soname, runpath, glibc, symbolCount, buildInfo, fingerprints } =
    artifact;
  return [
    columns([
      ['file', file],
      ['size', `${size} bytes`],
      ['kind', kindOf(artifact)],
      ['platform', platformOf(artifact)],
      ...(plugin
        ? [
            ['plugin path', plugin.path ?? 'changed by -pluginpath'],
            ['InitModule', plugin.initModule],
          ]
        : []),
      ['needed', needed.join(' ') || '-'],
      ...(soname === undefined ? [] : [['soname', soname]]),
      ...(runpath === undefined ? [] : [['runpath', runpath]]),
      ['glibc', glibc === undefined ? '-' : `${glibc} or newer`],
      ['symbols', String(symbolCount)],
      ['packages', String(fingerprints.size)],
    ]),
    ...(buildInfo ? [`\nBuild info\n${columns(buildInfoRows(buildInfo), '  ')}`] : []),
    ...(fingerprints.size > 0 ? [`\nFingerprints\n${columns([...fingerprints], '  ')}`] : []),
  ].join('');
}

function kindOf({ type, isProgram, plugin, fingerprints }: Artifact): string {
  if (plugin) return 'plugin of Go';
  if (!isProgram) return `shared library (${type})`;
  return fingerprints.size > 0 ? `program of Go that opens plugins (${type})` : `program (${type})`;
}

function buildInfoRows({ go, experiments, path, main, deps, settings }: BuildInfo): string[][] {
  return [
    ['go', [go, experiments].filter(Boolean).join(' ')],
    ...(path === undefined ? [] : [['path', path]]),
    ...(main ? moduleRows('mod', main) : []),
    ...deps.flatMap((dep) => moduleRows('dep', dep)),
    ...[...settings].map(([key, value]) => ['build', `${key}=${value}`]),
  ];
}

function moduleRows(word: string, { path, version = '(devel)', sum = '', replace }: BuiltModule): string[][] {
  return [[word, path, version, sum], ...(replace ? moduleRows('=>', replace) : [])];
}
