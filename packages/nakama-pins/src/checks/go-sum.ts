import type { Found } from '../findings/finding';
import { replaceFor } from '../go-module/build-list';
import type { RequireDirective } from '../go-module/module-files';
import { moduleLine } from '../go-module/module-line';
import { usesVendor } from '../linking/selection';
import { type CheckInput, defineCheck } from './define-check';

/**
 * What go.sum says of the modules that are compiled: without the hashes of their source and their go.mod Go refuses to
 * build ("missing go.sum entry"), and hashes that differ from the server's own mean other source
 * (https://go.dev/ref/mod#go-sum-files). Requirements that nothing imports need none.
 */
export const goSum = defineCheck('go-sum', function* (input) {
  const { facts } = input;
  // A vendored build reads no hashes.
  if (usesVendor(facts)) return;
  const compiled = facts.goMod.require.filter((require) => isCompiled(input, require));
  if (facts.goSum) {
    for (const require of compiled) yield* lines(input, require);
  } else if (compiled.length > 0) {
    yield absent(input);
  }
});

/** Whether a package of the module is known to be compiled, at the version required here. */
function isCompiled({ facts: { goMod }, linking }: CheckInput, { path, version }: RequireDirective): boolean {
  if (replaceFor(goMod, path, version)) return false;
  const shared = linking.shared.find((s) => s.module.path === path);
  if (shared && shared.packages.length > 0) return shared.selection?.version === version;
  const { unknown, ownImports } = linking.closure;
  return [...unknown.keys()].some(
    (imported) => ownImports.has(imported) && providerOf(imported, goMod.require) === path,
  );
}

/** The listed module that holds a package: the longest path counts. */
function providerOf(packagePath: string, require: readonly RequireDirective[]): string | undefined {
  const holders = require
    .map((r) => r.path)
    .filter((m) => packagePath === m || packagePath.startsWith(`${m}/`));
  return holders.sort((a, b) => b.length - a.length)[0];
}

function absent({ facts: { goMod } }: CheckInput): Found<'go-sum'> {
  return {
    severity: 'error',
    location: moduleLine(goMod),
    data: { kind: 'no file' },
  };
}

function* lines({ facts, release }: CheckInput, require: RequireDirective): Iterable<Found<'go-sum'>> {
  const { path, version } = require;
  const file = facts.goSum?.file ?? '';
  const known = facts.goSum?.lines.filter((line) => line.path === path && line.version === version) ?? [];
  const sums = release.module(path)?.version === version ? release.module(path)?.sums : undefined;
  for (const goModOnly of [false, true]) {
    const hash = goModOnly ? sums?.goMod : sums?.zip;
    const line = known.find((l) => l.goModOnly === goModOnly);
    if (!line) {
      yield {
        severity: 'error',
        location: { file: facts.goMod.file, ...require.position },
        data: { kind: 'no line', goSum: file, module: path, version, goModOnly, hash },
      };
    } else if (hash !== undefined && line.hash !== hash) {
      yield {
        severity: 'error',
        location: { file, ...line.position },
        data: { kind: 'other hash', module: path, version, release: release.version, hash, found: line.hash },
      };
    }
  }
}
