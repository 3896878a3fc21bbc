import type { Artifact } from '../artifact/artifact';
import type { ServerSource } from './server-source';

/**
 * Whether a program is built as a source says: with its Go, and with the module versions of its go.mod, none replaced. A
 * studio may have raised some; then the source says nothing about the program.
 */
export function isBuiltFrom(
  { buildInfo }: Pick<Artifact, 'buildInfo'>,
  { goMod, go }: Pick<ServerSource, 'goMod' | 'go'>,
): boolean {
  const versions = new Map(goMod.require.map(({ path, version }) => [path, version]));
  const deps = buildInfo?.deps ?? [];
  return (
    buildInfo?.go === go &&
    deps.every(({ path, version, replace }) => !replace && versions.get(path) === version)
  );
}
