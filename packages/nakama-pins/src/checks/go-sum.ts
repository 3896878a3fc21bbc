import type { GoSumLine, RequireDirective } from '../go-module/module-files';
import { replaceFor } from '../go-module/build-list';
import { usesVendor } from '../linking/selection';
import { defineCheck, type CheckInput, type FindingDraft } from './define-check';

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
    for (const require of compiled) yield* judge(input, require);
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

function absent({ facts: { goMod } }: CheckInput): FindingDraft {
  return {
    severity: 'error',
    location: { file: goMod.file, ...(goMod.module?.position ?? { line: 1, column: 1 }) },
    subject: 'go.sum',
    message: 'there is no go.sum: Go will not build the plugin ("missing go.sum entry")',
    fix: 'go mod tidy, and commit go.sum',
  };
}

function* judge({ facts, release }: CheckInput, require: RequireDirective): Iterable<FindingDraft> {
  const { path, version } = require;
  const file = facts.goSum?.file ?? '';
  const lines = facts.goSum?.lines.filter((line) => line.path === path && line.version === version) ?? [];
  const sums = release.module(path)?.version === version ? release.module(path)?.sums : undefined;
  for (const goModOnly of [false, true]) {
    const hash = goModOnly ? sums?.goMod : sums?.zip;
    const line = lines.find((l) => l.goModOnly === goModOnly);
    if (!line) yield missing(facts.goMod.file, file, require, goModOnly, hash);
    else if (hash !== undefined && line.hash !== hash) yield differs(file, line, hash, release.version);
  }
}

function missing(
  goModFile: string,
  goSumFile: string,
  { path, version, position }: RequireDirective,
  goModOnly: boolean,
  hash: string | undefined,
): FindingDraft {
  const name = `${path} ${version}${goModOnly ? '/go.mod' : ''}`;
  return {
    severity: 'error',
    location: { file: goModFile, ...position },
    subject: path,
    expected: hash && `${name} ${hash}`,
    message: `${goSumFile} has no line for ${name}: Go will not build the plugin ("missing go.sum entry")`,
    fix: hash ? `add to ${goSumFile}: ${name} ${hash}` : `go mod download ${path}@${version}`,
  };
}

function differs(file: string, line: GoSumLine, expected: string, release: string): FindingDraft {
  return {
    severity: 'error',
    location: { file, ...line.position },
    subject: line.path,
    expected,
    actual: line.hash,
    message: `the hash of ${line.path} ${line.version} is not the one that Nakama ${release} was built with: it is other source`,
    fix: `remove the line and run: go mod download ${line.path}@${line.version}`,
  };
}
