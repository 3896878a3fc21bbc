import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildTarget } from '../go-module/build-target';
import { importsFor } from '../go-module/import-list';
import { isInModule } from '../go-module/package-path';
import { orUndefined } from '../input/problem';
import type { ReleaseFileModule } from '../releases/release-file';
import type { Release } from '../releases/release-model';
import { importsIn } from '../verify/foreign-packages';
import type { ModuleDownloads } from './downloads';
import { publishedImports } from './imports';
import type { ServerSource } from './server-source';
import { moduleOf, sumsOf } from './source-facts';

export interface LinkedBySource {
  readonly modules: readonly ReleaseFileModule[];
  readonly imports: Readonly<Record<string, readonly string[]>>;
  /** Packages whose source could not be read: what they lead to is not known. */
  readonly unknown: readonly string[];
}

/**
 * What a server links, by its source alone: the imports of its main package, followed through its own packages and those
 * of the modules that its go.mod lists (from go 1.17 on, all of the build).
 *
 * @param known releases that answer what a package of the same module version imports
 */
export async function linkedBySource(
  source: ServerSource,
  targets: readonly BuildTarget[],
  known: readonly Release[],
  downloads: ModuleDownloads,
): Promise<LinkedBySource> {
  const own = source.goMod.module?.path ?? '';
  const modules = new Map(
    source.goMod.require.map(({ path, version }): [string, ReleaseFileModule] => {
      const sums = sumsOf(source, path, version);
      return [path, { path, version, vendoredPackages: [], linkedPackages: [], ...(sums && { sums }) }];
    }),
  );
  const importsOf = async (packagePath: string): Promise<readonly string[] | undefined> => {
    if (isInModule(packagePath, own))
      return ownImports(source.folder, packagePath.slice(own.length + 1), targets);
    const module = moduleOf(packagePath, modules);
    if (!module) return undefined;
    const alike = known.find(
      (release) => release.module(module.path)?.version === module.version && release.isLinked(packagePath),
    );
    return alike?.importsOf(packagePath) ?? publishedImports(packagePath, module, targets, downloads);
  };
  const imports = new Map<string, readonly string[]>();
  const unknown: string[] = [];
  const seen = new Set([own]);
  for (let wave = [own]; wave.length > 0; ) {
    const answers = await Promise.all(wave.map(async (path) => [path, await importsOf(path)] as const));
    wave = [];
    for (const [path, found] of answers) {
      if (!found) unknown.push(path);
      else if (!isInModule(path, own)) imports.set(path, found);
      for (const imported of found ?? []) {
        if (seen.has(imported)) continue;
        seen.add(imported);
        wave.push(imported);
      }
    }
  }
  const linked = [...imports.keys()].sort();
  return {
    modules: [...modules.values()].map((module) => ({
      ...module,
      linkedPackages: linked.filter((path) => moduleOf(path, modules) === module),
    })),
    imports: Object.fromEntries(linked.map((path) => [path, imports.get(path) ?? []])),
    unknown: unknown.sort(),
  };
}

function ownImports(root: string, sub: string, targets: readonly BuildTarget[]): string[] | undefined {
  const dir = join(root, sub);
  return orUndefined(() => (readdirSync(dir), importsFor(importsIn(dir), targets)));
}
