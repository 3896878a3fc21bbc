import pc from 'picocolors';
import type { TextOptions } from '../../findings/render/text';
import { compareVersions } from '../../go-module/module-version';
import { describeNewer } from './get-text';
import type { OutdatedDependency, OutdatedOutcome } from './outdated';

/** What newer versions of a module's own dependencies there are, for people. */
export function renderOutdated(
  { dir, release, dependencies }: OutdatedOutcome,
  options: TextOptions,
): string {
  const color = pc.createColors(options.color);
  const width = Math.max(0, ...dependencies.map(({ module }) => module.length));
  return [
    `${dir} (Nakama ${release})`,
    ...(dependencies.length === 0 ? [`  ${color.dim('no dependency that the server does not link')}`] : []),
    ...dependencies.flatMap((dependency) => [
      `  ${dependency.module.padEnd(width)}  ${said(dependency)}`,
      ...describeNewer(dependency.newer, release ?? '', '    '),
    ]),
  ].join('\n');
}

function said({ version, newest, fitting, why }: OutdatedDependency): string {
  if (why !== undefined) return `${version}, what is newer is not known: ${why}`;
  if (newest === null || compareVersions(version, newest) >= 0)
    return fitting === version || fitting === newest
      ? `${version} is the newest`
      : `${version} is the newest${lower(fitting)}`;
  if (fitting === null) return `${version}, newest ${newest}, by the module graph none fits`;
  if (compareVersions(fitting, version) > 0)
    return `${version} → ${fitting} fits${fitting === newest ? ', the newest' : `, newest ${newest}`}`;
  return fitting === version
    ? `${version} is the newest that fits, newest ${newest}`
    : `${version}, newest ${newest}${lower(fitting)}`;
}

/** What is required asks for more than the server has itself. */
function lower(fitting: string | null): string {
  return fitting === null
    ? '; by the module graph none fits'
    : `; by the module graph ${fitting} is the newest that fits`;
}
