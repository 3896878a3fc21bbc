import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildable, describeWithGo, GO_TIMEOUT_MS, goIn } from '../testing/go';
import { verifyAt } from '../testing/one';
import {
  brief,
  catalogRelease,
  type Files,
  judge,
  pinned,
  removeWorkspaces,
  workspace,
} from '../testing/workspace';

afterEach(removeWorkspaces);

const RUNTIME = 'github.com/heroiclabs/nakama-common/runtime';
const LINKED = linkedFrom(RUNTIME);
const COMMON = `# github.com/heroiclabs/nakama-common v1.47.0\n## explicit; go 1.26.5\n${linesOf('github.com/heroiclabs/')}`;
const PROTOBUF = `# google.golang.org/protobuf v1.36.11\n## explicit; go 1.23\n${linesOf('google.golang.org/')}`;

/** A Go file in each; what stands in them is for other-fingerprint. */
const VENDORED: Files = Object.fromEntries(LINKED.map((path) => [`vendor/${path}/x.go`, 'package x\n']));

function without(files: Files, path: string): Files {
  return Object.fromEntries(Object.entries(files).filter(([name]) => name !== path));
}

/** A package and what it imports, as the server links them. */
function linkedFrom(start: string): string[] {
  const release = catalogRelease();
  const seen = new Set([start]);
  for (const path of seen) for (const imported of release.importsOf(path) ?? []) seen.add(imported);
  return [...seen].sort();
}

function linesOf(prefix: string): string {
  return LINKED.filter((path) => path.startsWith(prefix))
    .map((path) => `${path}\n`)
    .join('');
}

function found(modulesTxt: string, extra = '', vendored = VENDORED): string[] {
  const files = pinned();
  const report = judge({
    ...files,
    ...vendored,
    'go.mod': `${String(files['go.mod'])}${extra}`,
    'vendor/modules.txt': modulesTxt,
  });
  return brief(report.findings.filter((f) => f.id === 'vendor-out-of-step'));
}

describe('vendor-out-of-step', () => {
  it('is silent where modules.txt is what go mod vendor writes', () => {
    expect(found(COMMON + PROTOBUF)).toEqual([]);
  });

  it('names requirements that are missing, at another version, or not marked', () => {
    const finding = 'vendor-out-of-step error google.golang.org/protobuf @ go.mod:7:29';
    expect(found(COMMON)).toEqual([finding]);
    expect(found(COMMON + PROTOBUF.replace('v1.36.11', 'v1.36.10'))).toEqual([finding]);
    expect(found(COMMON + PROTOBUF.replace('## explicit; go 1.23\n', ''))).toEqual([finding]);
  });

  it('names what is marked as explicit and not required', () => {
    const zap = '# go.uber.org/zap v1.28.0\n## explicit\n';
    expect(found(COMMON + PROTOBUF + zap)).toEqual([
      `vendor-out-of-step error go.uber.org/zap @ vendor/modules.txt:${LINKED.length + 5}:1`,
    ]);
  });

  it('names replacements that differ', () => {
    const replaced = PROTOBUF.replace('v1.36.11', 'v1.36.11 => ./protobuf');
    expect(found(COMMON + replaced)).toEqual([
      'vendor-out-of-step error google.golang.org/protobuf @ vendor/modules.txt:6:1',
    ]);
    const forAll = '# google.golang.org/protobuf => ./protobuf\n';
    const replace = 'replace google.golang.org/protobuf => ./protobuf\n';
    expect(found(COMMON + replaced + forAll, replace)).toEqual([]);
    expect(found(COMMON + replaced, replace)).toEqual([
      'vendor-out-of-step error google.golang.org/protobuf @ go.mod:9:1',
    ]);
    expect(found(COMMON + replaced, 'replace google.golang.org/protobuf v1.36.11 => ./protobuf\n')).toEqual(
      [],
    );
    expect(found(COMMON + PROTOBUF, 'replace google.golang.org/protobuf => ./protobuf\n')).toEqual([
      'vendor-out-of-step error google.golang.org/protobuf @ go.mod:9:1',
    ]);
  });

  it('names a replace of a module of which nothing is vendored', () => {
    const zap = 'replace go.uber.org/zap v1.28.0 => go.uber.org/zap v1.27.0\n';
    const mark = '# go.uber.org/zap v1.28.0 => go.uber.org/zap v1.27.0\n';
    expect(found(COMMON + PROTOBUF, zap)).toEqual(['vendor-out-of-step error go.uber.org/zap @ go.mod:9:1']);
    expect(found(COMMON + PROTOBUF + mark, zap)).toEqual([]);
    expect(found(COMMON + PROTOBUF + mark)).toEqual([
      `vendor-out-of-step error go.uber.org/zap @ vendor/modules.txt:${LINKED.length + 5}:1`,
    ]);
  });

  it('names packages without a Go file, or without a line in modules.txt, that the plugin links', () => {
    const others = without(VENDORED, `vendor/${RUNTIME}/x.go`);
    const error = 'vendor-out-of-step error github.com/heroiclabs/nakama-common @ main.go:7:2';
    expect(found(COMMON + PROTOBUF, '', others)).toEqual([error]);
    const tests = { ...others, [`vendor/${RUNTIME}/x_test.go`]: 'package x\n' };
    expect(found(COMMON + PROTOBUF, '', tests)).toEqual([error]);
    expect(found(COMMON.replace(`${RUNTIME}\n`, '') + PROTOBUF)).toEqual([error]);
  });

  it('warns of a listed package without a Go file that the plugin does not link', () => {
    const listed = `${COMMON}github.com/heroiclabs/nakama-common/other\n${PROTOBUF}`;
    expect(found(listed)).toEqual([
      'vendor-out-of-step warning github.com/heroiclabs/nakama-common @ vendor/modules.txt:1:1',
    ]);
  });
});

const MULTIERR = 'go.uber.org/multierr';

describeWithGo('a vendor folder without a package', () => {
  jest.setTimeout(GO_TIMEOUT_MS);

  it('is refused by Go as the check says', async () => {
    const root = workspace({ 'nakama.json': '{ "release": "3.40.0" }\n', ...buildable([MULTIERR]) });
    await goIn(root, '1.26.5', 'mod', 'vendor');
    expect(verifyAt(root)).toMatchObject({ verdict: 'loads', findings: [] });
    const goList = (): Promise<unknown> => goIn(root, '1.26.5', 'list', '-deps', '.');
    await expect(goList()).resolves.toBeDefined();

    const modulesTxt = join(root, 'vendor/modules.txt');
    const listed = readFileSync(modulesTxt, 'utf8');
    writeFileSync(modulesTxt, listed.replace(`\n${MULTIERR}\n`, '\n'));
    expect(brief(verifyAt(root).findings)).toEqual([`vendor-out-of-step error ${MULTIERR} @ main.go:6:2`]);
    await expect(goList()).rejects.toThrow('import lookup disabled by -mod=vendor');

    writeFileSync(modulesTxt, listed);
    rmSync(join(root, 'vendor', MULTIERR), { recursive: true });
    expect(brief(verifyAt(root).findings)).toEqual([`vendor-out-of-step error ${MULTIERR} @ main.go:6:2`]);
    await expect(goList()).rejects.toThrow('import lookup disabled by -mod=vendor');
  });
});
