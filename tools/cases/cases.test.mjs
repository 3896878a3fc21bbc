// node --test tools/cases/ : needs the built core, and go for the case with vendor/.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CASES, casesAreHere, MODULE_PATHS, runCase, runWithPath } from './cases.mjs';

const skip = casesAreHere() ? false : 'the cases (../shared/cases) are not beside this repository';

for (const wanted of CASES) {
  test(`${wanted.folder}: ${wanted.args.join(' ')}`, { skip }, () => {
    const { code, text, outcome } = runCase(wanted);
    const modules = outcome?.modules ?? [];
    const findings = modules.flatMap((module) => module.findings);
    if (wanted.exit !== undefined) assert.equal(code, wanted.exit, text);
    for (const [dir, verdict] of Object.entries(wanted.verdicts ?? {})) {
      assert.equal(modules.find((module) => module.dir === dir)?.verdict, verdict, text);
    }
    for (const [dir, release] of Object.entries(wanted.releases ?? {})) {
      assert.equal(modules.find((module) => module.dir === dir)?.release, release, text);
    }
    const places = findings.map(({ id, location }) => `${id} ${location?.file}:${location?.line}`);
    for (const place of wanted.findings ?? []) assert.ok(places.includes(place), `${places}\n${text}`);
    for (const id of wanted.ids ?? [])
      assert.ok(
        findings.some((finding) => finding.id === id),
        text,
      );
    for (const words of wanted.words ?? []) assert.ok(text.includes(words), `"${words}" in:\n${text}`);
    for (const words of wanted.not ?? []) assert.ok(!text.includes(words), `no "${words}" in:\n${text}`);
  });
}

for (const path of MODULE_PATHS) {
  test(`module path ${path}`, { skip }, () => {
    const { code, text, outcome } = runWithPath(path);
    const ids = outcome?.modules.flatMap((module) => module.findings.map(({ id }) => id)) ?? [];
    // A go.mod that cannot be read is bad input; any other path is a finding.
    assert.ok(ids.includes('module-path') || code === 2, text);
  });
}
