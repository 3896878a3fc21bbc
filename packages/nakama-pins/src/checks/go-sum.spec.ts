import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../findings/outcome';
import { buildable, describeWithGo, GO_TIMEOUT_MS, goIn } from '../testing/go';
import { verifyAt } from '../testing/one';
import { brief, type Files, judge, pinned, removeWorkspaces, workspace } from '../testing/workspace';

afterEach(removeWorkspaces);

describe('go-sum', () => {
  it('names the lines whose absence stops Go, with what to add', () => {
    const files = pinned();
    const without = (pattern: RegExp): Outcome =>
      judge({ ...files, 'go.sum': String(files['go.sum']).replace(pattern, '') });
    expect(brief(without(/.*protobuf v\S+ .*\n/g).findings)).toEqual([
      'go-sum error google.golang.org/protobuf @ go.mod:7:2',
      'go-sum error google.golang.org/protobuf @ go.mod:7:2',
    ]);
    const [finding] = without(/.*protobuf v\S+\/go.mod .*\n/).findings;
    expect(finding?.fix).toMatch(/^add to go.sum: google.golang.org\/protobuf v1.36.11\/go.mod h1:/);
  });

  it('says once that there is no go.sum', () => {
    const { 'go.mod': goMod = '', 'main.go': main = '' } = pinned();
    expect(brief(judge({ 'go.mod': goMod, 'main.go': main }).findings)).toEqual([
      'go-sum error - @ go.mod:1:1',
    ]);
  });

  it('asks for no hash of a requirement that nothing imports', () => {
    const files = pinned(['go.uber.org/zap']);
    const goSum = String(files['go.sum']).replace(/.*zap.*\n/g, '');
    expect(judge({ ...files, 'go.sum': goSum }).findings).toEqual([]);
  });

  it("refuses another hash than the server's for the same version", () => {
    const files = pinned();
    const tampered = String(files['go.sum']).replace(/(protobuf v\S+ h1:)..../, '$1AAAA');
    expect(brief(judge({ ...files, 'go.sum': tampered }).findings)).toEqual([
      'go-sum error google.golang.org/protobuf @ go.sum:3:1',
    ]);
  });

  it('asks for the hashes of what a replace puts in its place, and for none of a folder', () => {
    const files = pinned();
    const goSum = String(files['go.sum']).replace(/.*protobuf.*\n/g, '');
    const replaced = (target: string): Outcome =>
      judge({
        ...files,
        'go.mod': `${String(files['go.mod'])}\nreplace google.golang.org/protobuf => ${target}\n`,
        'go.sum': goSum,
      });
    const { findings } = replaced('example.com/protobuf v1.0.0');
    expect(brief(findings.filter((f) => f.id === 'go-sum'))).toEqual([
      'go-sum error example.com/protobuf @ go.mod:10:1',
      'go-sum error example.com/protobuf @ go.mod:10:1',
    ]);
    expect(replaced('../protobuf').findings.filter((f) => f.id === 'go-sum')).toEqual([]);
  });

  it('never advises to download a version that another finding replaces', () => {
    const files = pinned([], { 'google.golang.org/protobuf': 'v1.36.10' });
    const goSum = String(files['go.sum']).replace(/.*protobuf.*\n/g, '');
    const { findings } = judge({ ...files, 'go.sum': goSum });
    expect(findings.map((f) => f.id)).toEqual(['go-sum', 'go-sum', 'transitive-dependency']);
    expect(findings[0]?.message).toMatch(/; Nakama has v1\.36\.11 in its place$/);
    expect(findings[0]?.fix).toBe('npx nakama-pins pin');
    expect(findings.map((f) => f.fix).join()).not.toContain('v1.36.10');
  });
});

const COMMON = 'github.com/heroiclabs/nakama-common';
const RPC = 'google.golang.org/genproto/googleapis/rpc';
const GENPROTO = 'google.golang.org/genproto';
const GENPROTO_LINES = `${GENPROTO} v0.0.0-20260706201446-f0a921348800 h1:NDCaohnq5LRpt5soWpH6+U2tsRCpcgD0ftByMJAAAt4=\n`;
/** No server has it: only its hashes are of interest here. */
const OTHER_COMMON = `${COMMON} v1.46.0`;

/** A plugin whose go.sum is complete, and what is done to it. */
interface Row {
  readonly name: string;
  readonly files?: (files: Files) => Files;
  readonly goMod?: string;
  /** Lines that are taken out of go.sum. */
  readonly without?: RegExp;
  readonly goSum?: (text: string) => string;
  /** What Go says; undefined: it goes on. */
  readonly go?: RegExp;
}

const MISSING = /missing go\.sum entry/;
const ITSELF = `replace ${COMMON} => ${COMMON} v1.47.0\n`;

const ROWS: readonly Row[] = [
  { name: 'complete' },
  { name: 'without any line', without: /^/, go: MISSING },
  { name: 'without a hash of source', without: /protobuf v\S+ h1/, go: MISSING },
  { name: 'without a hash of go.mod', without: /protobuf v\S+\/go.mod h1/, go: MISSING },
  { name: 'with a wrong hash of source', goSum: wrong(/(protobuf v[^/]* h1:)..../), go: /checksum mismatch/ },
  {
    name: 'with a wrong hash of go.mod',
    goSum: wrong(/(protobuf v\S+\/go.mod h1:)..../),
    go: /checksum mismatch/,
  },
  { name: 'of a replace by a version', goMod: ITSELF },
  { name: 'of a replace by a version, without a line', goMod: ITSELF, without: /nakama-common/, go: MISSING },
  { name: 'of a replace, with no hash of its source', goMod: ITSELF, without: /common v\S+ h1/, go: MISSING },
  {
    name: 'of a replace, with no hash of its go.mod',
    goMod: ITSELF,
    without: /common v\S+\/go.mod/,
    go: MISSING,
  },
  {
    name: 'of a replace, with the hashes of what is replaced',
    goMod: `replace ${COMMON} => ${OTHER_COMMON}\n`,
    go: MISSING,
  },
  {
    name: 'without the hashes of a requirement that nothing imports',
    goMod: 'require github.com/pkg/errors v0.9.1\n',
  },
  {
    name: 'without the hash of a module that may have a package too',
    files: withStatus,
    goMod: `require ${GENPROTO} v0.0.0-20260706201446-f0a921348800\n`,
    go: MISSING,
  },
  {
    name: 'with that hash, and none of its go.mod',
    files: withStatus,
    goMod: `require ${GENPROTO} v0.0.0-20260706201446-f0a921348800\n`,
    goSum: (text) => text + GENPROTO_LINES,
  },
  {
    name: 'whose lines stand in go.work.sum',
    files: (files) => ({
      ...files,
      'go.work': 'go 1.26.5\n\nuse .\n',
      'go.work.sum': String(files['go.sum']),
    }),
    without: /protobuf/,
    go: MISSING,
  },
];

function wrong(pattern: RegExp): (text: string) => string {
  return (text) => text.replace(pattern, '$1AAAA');
}

function withStatus(): Files {
  return buildable([`${RPC}/status`]);
}

describeWithGo('go.sum, compared with Go itself', () => {
  jest.setTimeout(GO_TIMEOUT_MS);

  it.each(ROWS)('$name', async ({ files = (own) => own, goMod = '', without, goSum = (own) => own, go }) => {
    const all = files(buildable());
    const lines = String(all['go.sum']).split('\n');
    const kept = lines.filter((line) => !without?.test(line)).join('\n');
    const root = workspace({
      ...all,
      'nakama.json': '{ "release": "3.40.0" }\n',
      'go.mod': `${String(all['go.mod'])}\n${goMod}`,
      'go.sum': goSum(kept),
    });
    const found = verifyAt(root).findings.filter((f) => f.id === 'go-sum');
    const built = goIn(root, '1.26.5', 'list', '-mod=readonly', '-deps', '.');
    if (go) await expect(built).rejects.toThrow(go);
    else await expect(built).resolves.toBeDefined();
    expect(found.length > 0).toBe(go !== undefined);
  });

  it('is not read where vendor/ is', async () => {
    const root = workspace({ 'nakama.json': '{ "release": "3.40.0" }\n', ...buildable() });
    await goIn(root, '1.26.5', 'mod', 'vendor');
    rmSync(join(root, 'go.sum'));
    await expect(goIn(root, '1.26.5', 'list', '-deps', '.')).resolves.toBeDefined();
    expect(verifyAt(root)).toMatchObject({ verdict: 'loads', findings: [] });
  });
});
