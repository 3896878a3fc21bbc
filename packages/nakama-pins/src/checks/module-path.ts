import type { Found } from '../findings/finding';
import type { ModulePathFault } from '../findings/wording/module-path';
import { moduleLine } from '../go-module/module-line';
import { importPathFault, isReservedPath } from '../go-module/module-path';
import { isInModule } from '../go-module/package-path';
import { isInGoRoot } from '../go-module/standard-packages';
import { isServersOwn } from '../releases/nakama-modules';
import { type CheckInput, defineCheck } from './define-check';

/**
 * A module path that Go does not build (`CheckImportPath` of golang.org/x/mod/module, `ambiguous import` of
 * cmd/go/internal/modload), or by which a package of the plugin is taken for one of the server: plugin.Open compares
 * packages by path (Go's runtime/plugin.go). A path below the server's own is none, if no package of it is the server's.
 */
export const modulePath = defineCheck('module-path', function* (input) {
  const fault = faultOf(input);
  if (fault) yield fault;
});

function faultOf({ facts, release }: CheckInput): Found<'module-path'> | undefined {
  const { goMod, packages, kind } = facts;
  const path = goMod.module?.path ?? '';
  const found = (data: ModulePathFault): Found<'module-path'> => ({
    severity: 'error',
    location: moduleLine(goMod),
    data,
  });
  if (goMod.module === undefined) return found({ kind: 'missing', path });
  const malformed = importPathFault(path);
  if (malformed !== undefined) return found({ kind: 'malformed', path, fault: malformed });
  if (isReservedPath(path)) return found({ kind: 'reserved', path });
  if (path === 'main') return found({ kind: 'main', path });
  if (goMod.require.some((r) => r.path === path)) return found({ kind: 'required', path });
  const required = new Set(goMod.require.map((r) => r.path));
  for (const name of packages.keys()) {
    if (!isInModule(name, path)) continue;
    if (isInGoRoot(name)) return found({ kind: 'standard', path, package: name });
    const owner = release.moduleOfPackage(name)?.path;
    if (!release.isLinked(name) && !isServersOwn(name)) continue;
    if (owner !== undefined && required.has(owner))
      return found({ kind: 'ambiguous', path, package: name, module: owner });
    // A library at such a path stands in for the server's module, as a replace wants it.
    if (kind === 'plugin')
      return found({ kind: 'of the server', path, package: name, release: release.version });
  }
  return undefined;
}
