import type { GoSum, GoSumLine } from '../go-module/types';
import type { ReleaseModule } from '../releases/types';
import { usesVendor } from '../linking/selection';
import { defineCheck, type CheckInput, type FindingDraft } from './define-check';

/**
 * What go.sum says of the shared modules: without a source hash Go refuses to build ("missing go.sum entry"), and a
 * hash that differs from the server's own means other source (https://go.dev/ref/mod#go-sum-files).
 */
export const goSum = defineCheck('go-sum', function* (input) {
  const { facts, linking } = input;
  // A vendored build reads no hashes.
  if (usesVendor(facts)) return;
  for (const { module, selection } of linking.shared) {
    if (selection?.version !== module.version || selection.replace) continue;
    const line = zipLine(facts.goSum, module);
    if (!line) yield missing(input, module);
    else if (module.sums.zip !== undefined && line.hash !== module.sums.zip)
      yield differs(input, line, module.sums.zip);
  }
});

function zipLine(goSum: GoSum | undefined, { path, version }: ReleaseModule): GoSumLine | undefined {
  return goSum?.lines.find((l) => l.path === path && l.version === version && !l.goModOnly);
}

function missing({ facts }: CheckInput, { path, version, sums: known }: ReleaseModule): FindingDraft {
  const { goMod, goSum: sums } = facts;
  const line = goMod.require.find((r) => r.path === path)?.position ??
    goMod.module?.position ?? { line: 1, column: 1 };
  return {
    severity: 'warning',
    location: { file: goMod.file, ...line },
    subject: path,
    expected: known.zip && `${path} ${version} ${known.zip}`,
    message: `${sums ? sums.file : 'go.sum, which is missing,'} has no hash of ${path} ${version}: Go will not build the plugin ("missing go.sum entry")`,
    fix: `go mod download ${path}@${version}`,
  };
}

function differs({ facts, release }: CheckInput, line: GoSumLine, sum: string): FindingDraft {
  return {
    severity: 'error',
    location: { file: facts.goSum?.file ?? '', ...line.position },
    subject: line.path,
    expected: sum,
    actual: line.hash,
    message: `the hash of ${line.path} ${line.version} is not the one that Nakama ${release.release} was built with: it is other source`,
    fix: `remove the line and run: go mod download ${line.path}@${line.version}`,
  };
}
