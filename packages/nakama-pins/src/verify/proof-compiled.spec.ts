import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../findings/finding';
import type { Outcome } from '../findings/outcome';
import type { WorkspaceOptions } from '../open-workspace/open-workspace';
import { openWorkspace } from '../open-workspace/open-workspace';
import { buildable, describeWithGo, GO_TIMEOUT_MS, goIn } from '../testing/go';
import { one } from '../testing/one';
import { brief, catalogRelease, type Files, mainGo, removeWorkspaces, workspace } from '../testing/workspace';

jest.setTimeout(GO_TIMEOUT_MS);
afterAll(removeWorkspaces);

const ZAP = 'go.uber.org/zap';
const MULTIERR = 'go.uber.org/multierr';
const SETTINGS = { 'nakama.json': '{ "release": "3.40.0" }\n' };

function verifyIn(options: WorkspaceOptions): Promise<Outcome> {
  return one(openWorkspace(options).verify(['.'], { only: true, proof: 'compiled' }));
}

function verify(files: Files, release?: string, env = process.env): Promise<Outcome> {
  return verifyIn({ root: workspace({ ...SETTINGS, ...files }), release, env });
}

/** multierr at a version that the catalog does not have. */
const OTHER_MULTIERR = [
  'go.uber.org/multierr v1.10.0 h1:S0h4aNzvfcFsC3dRF1jLoaov7oRaKqRGC/pUEJ2yvPQ=',
  'go.uber.org/multierr v1.10.0/go.mod h1:20+QtiLqy0Nd6FdQB9TLXag12DsQkrbs3htMFfDN80Y=',
];

/** A stand-in for multierr in a folder of the workspace. */
function localMultierr(text: string): Files {
  return {
    'third_party/multierr/go.mod': `module ${MULTIERR}\n\ngo 1.19\n`,
    'third_party/multierr/error.go': text,
  };
}

function withLine(files: Files, line: string): Files {
  return { ...files, 'go.mod': `${String(files['go.mod'])}\n${line}\n` };
}

describeWithGo('proof compiled', () => {
  it('says loads where every package that both link has the fingerprint of the server', async () => {
    const report = await verify(buildable([ZAP]));
    expect(report).toMatchObject({ verdict: 'loads', release: '3.40.0', findings: [] });
  });

  it('looks at no test, be it broken', async () => {
    const report = await verify({ ...buildable([ZAP]), 'main_test.go': 'pakage main\n' });
    expect(report).toMatchObject({ verdict: 'loads', findings: [] });
  });

  it('finds the one wrong module at its root, and not the packages that only follow', async () => {
    const report = await verify(buildable([ZAP], { [MULTIERR]: 'v1.10.0' }, OTHER_MULTIERR));
    expect(report.verdict).toBe('fails');
    expect(brief(report.findings)).toEqual([`transitive-dependency error ${MULTIERR} @ go.mod:8:23`]);
    expect(report.findings[0]).toMatchObject({
      proof: 'compiled',
      expected: 'v1.11.0',
      actual: 'v1.10.0',
      message: expect.stringContaining(`linked: example.com/arena → ${ZAP} → ${MULTIERR}`) as string,
      fix: `go mod edit -require=${MULTIERR}@v1.11.0 && go mod download ${MULTIERR}@v1.11.0`,
    });
  });

  it('tells a module that the plugin imports itself from one that its dependencies do', async () => {
    const report = await verify(buildable([ZAP, MULTIERR], { [MULTIERR]: 'v1.10.0' }, OTHER_MULTIERR));
    expect(brief(report.findings)).toEqual([`direct-dependency error ${MULTIERR} @ go.mod:8:23`]);
  });

  it('finds code that the server patched, at the very version of the server', async () => {
    const report = await verify(buildable(['github.com/blugelabs/bluge/search']));
    expect(brief(report.findings)).toEqual([
      'patched-in-server error github.com/blugelabs/bluge/search @ go.mod:10:29',
    ]);
    expect(report.findings[0]?.proof).toBe('compiled');
  });

  it('finds a local copy that differs, and takes one that does not', async () => {
    const files = withLine(buildable([MULTIERR]), `replace ${MULTIERR} => ./third_party/multierr`);
    const other = await verify({ ...files, ...localMultierr('package multierr\n\nfunc Append() {}\n') });
    expect(brief(other.findings)).toEqual([`other-fingerprint error ${MULTIERR} @ go.mod:11:1`]);

    const { stdout } = await goIn(
      workspace(buildable([MULTIERR])),
      '1.26.5',
      'list',
      '-f',
      '{{.Dir}}',
      MULTIERR,
    );
    const names = ['go.mod', 'error.go', 'error_post_go120.go', 'error_pre_go120.go'];
    const copy = Object.fromEntries(
      names.map((name) => [`third_party/multierr/${name}`, readFileSync(join(stdout.trim(), name))]),
    );
    const same = await verify({ ...files, ...copy });
    expect(same.verdict).toBe('loads');
    expect(same.findings.map((f) => `${f.id} ${f.severity}`)).toEqual(['replace-hides-version warning']);
  });

  it('says what does not compile, where, and what fixes it', async () => {
    const files = buildable();
    const broken = await verify({ ...files, 'main.go': `${mainGo()}\nvar x int = "a"\n` });
    expect(brief(broken.findings)).toEqual(['does-not-compile error - @ main.go:14:13']);

    const sums = String(files['go.sum']).replace(/^google\.golang\.org\/protobuf v1\.36\.11 .*\n/m, '');
    const missing = await verify({ ...files, 'go.sum': sums });
    expect(brief(missing.findings)).toEqual(['go-sum error google.golang.org/protobuf @ go.mod:7:2']);
  });

  it('says it once where a check knows better why go refuses', async () => {
    const files = buildable();
    const newer = await verify({ ...files, 'go.mod': String(files['go.mod']).replace('1.26.5', '1.26.8') });
    expect(brief(newer.findings)).toEqual(['go-version error go @ go.mod:3:1']);
    const unlisted = await verify({ ...buildable(), 'main.go': mainGo(ZAP) });
    expect(new Set(unlisted.findings.map((f) => f.id))).toEqual(new Set(['missing-pins']));
  });

  it('keeps a warning about something else in the line of that number', async () => {
    const main = mainGo().replace('return nil', 'return initializer.RegisterRpcs("arena", nil)');
    const above = main.slice(0, main.indexOf('RegisterRpcs')).split('\n').length - 1;
    const Dockerfile = `${'# x\n'.repeat(above)}FROM golang:1.26\nRUN go build -buildmode=plugin -trimpath .\n`;
    const { findings } = await verify({ ...buildable(), 'main.go': main, Dockerfile });
    expect(findings.map(({ id, location }) => [id, location.line])).toEqual([
      ['image-tag', above + 1],
      ['does-not-compile', above + 1],
    ]);
  });

  it('changes no file, and keeps the findings that have nothing to do with linking', async () => {
    const root = workspace({
      ...SETTINGS,
      ...buildable([ZAP]),
      Dockerfile: 'FROM heroiclabs/nakama-pluginbuilder:3.38.0\n',
    });
    const before = ['go.mod', 'go.sum'].map((file) => readFileSync(join(root, file), 'utf8'));
    const report = await verifyIn({ root });
    expect(report.findings.map((f) => [f.id, f.proof])).toEqual([['image-tag', 'declared']]);
    expect(['go.mod', 'go.sum'].map((file) => readFileSync(join(root, file), 'utf8'))).toEqual(before);
  });

  it('stops at once when aborted', async () => {
    const abort = new AbortController();
    const root = workspace({ ...SETTINGS, ...buildable() });
    const run = verifyIn({ root, signal: abort.signal });
    abort.abort(new Error('stopped'));
    await expect(run).rejects.toThrow('stopped');
  });
});

describe('without what it needs', () => {
  it('the verdict is unknown where there is no go and none can be fetched, and says how to get it', async () => {
    const report = await verify(buildable(), undefined, {
      PATH: '/nowhere',
      GOPROXY: 'off',
      NAKAMA_PINS_CACHE: workspace({ keep: '' }),
    });
    expect(report.verdict).toBe('unknown');
    expect(report.findings).toMatchObject([
      { id: 'no-compiled-proof', severity: 'undecided', proof: 'compiled' },
    ]);
    expect(report.findings[0]?.fix).toBe('set GOPROXY to a module proxy');
  });

  it('the verdict is unknown where the release is not measured, and fails where the files say so', async () => {
    const own = catalogRelease('3.13.1');
    const common = own.nakamaCommon;
    const goMod = (version: string): Files => ({
      'go.mod': `module example.com/arena\n\ngo 1.18\n\nrequire (\n\tgithub.com/heroiclabs/nakama-common ${version}\n\tgoogle.golang.org/protobuf ${own.protobuf}\n)\n`,
      'go.sum': own.modules
        .flatMap(({ path, version: v, sums }) => [
          `${path} ${v} ${sums.zip}`,
          `${path} ${v}/go.mod ${sums.goMod}`,
        ])
        .join('\n'),
      'main.go': mainGo(),
    });
    const right = await verify(goMod(common), '3.13.1');
    expect(right.verdict).toBe('unknown');
    expect(right.findings.find((f) => f.id === 'no-compiled-proof')?.message).toMatch(
      /^the fingerprints of Nakama .* are not known/,
    );
    expect((await verify(goMod('v1.30.0'), '3.13.1')).verdict).toBe('fails');
  });
});

/** Rows of tools/corpus/judged.json: judged by another program, with the release's exact Go. */
const ROWS = [
  ['abdelazizFounas__littleGames/server/nakama', '3.40.0'],
  ['csdaraujo__nakama-project-template', '3.26.0'],
  ['doublemo__nakama-cluster', '3.40.0'],
  ['louis030195__niwrad/nakama/niwrad', '3.40.0'],
  ['samuelhegner__go-nakama-server', '3.17.1'],
] as const;

interface Row {
  readonly module: string;
  readonly release: string;
  readonly verdict: string;
  readonly modules?: Readonly<Record<string, readonly [string, string]>>;
}

const REPOSITORY = join(__dirname, '../../../..');
const CORPUS = join(REPOSITORY, '../shared/corpus');
if (!existsSync(CORPUS)) console.warn('no ../shared/corpus: real plugins are not compared');
const describeWithCorpus = existsSync(CORPUS) ? describeWithGo : describe.skip;

describeWithCorpus('a real plugin of the corpus', () => {
  const judged = JSON.parse(readFileSync(join(REPOSITORY, 'tools/corpus/judged.json'), 'utf8')) as Row[];

  it.each(ROWS)('%s at %s has the verdict and the modules of its judge', async (module, release) => {
    const folder = join(CORPUS, module);
    const imports = readFileSync(join(folder, 'imports.txt'), 'utf8').split('\n').filter(Boolean);
    const others = imports.filter((path) => path !== 'github.com/heroiclabs/nakama-common/runtime');
    const report = await verify(
      {
        'go.mod': readFileSync(join(folder, 'go.mod')),
        'go.sum': readFileSync(join(folder, 'go.sum')),
        'main.go': mainGo(...others.filter((path) => !path.split('/').includes('cmd'))),
      },
      release,
    );
    const row = judged.find((r) => r.module === module && r.release === release);
    expect(report.verdict).toBe(row?.verdict);
    const found = report.findings
      .filter((f) => f.proof === 'compiled' && f.expected?.startsWith('v'))
      .map(selectedModule);
    const expected = Object.entries(row?.modules ?? {}).map(
      ([path, [selected]]) => `${path} ${first(selected)}`,
    );
    expect([...new Set(found)].sort()).toEqual(expected.sort());
  });

  /** The module that the plugin takes packages from: it may be another than the server's. */
  function selectedModule({ module, actual = '' }: Finding): string {
    const isOther = actual.includes(' ') && !actual.includes('=>');
    return isOther ? actual : `${module} ${first(actual)}`;
  }

  /** Without what a replace puts in its place. */
  function first(selected: string): string {
    return selected.split(' ')[0] ?? '';
  }
});

describeWithGo('a plugin with vendor/', () => {
  it('is compiled from it where it is in step, changes in it included', async () => {
    const root = workspace({ ...SETTINGS, ...buildable([MULTIERR]) });
    await goIn(root, '1.26.5', 'mod', 'vendor');
    expect(await verifyIn({ root })).toMatchObject({ verdict: 'loads', findings: [] });
    appendFileSync(join(root, 'vendor', MULTIERR, 'error.go'), '\nfunc Added() {}\n');
    const report = await verifyIn({ root });
    expect(brief(report.findings)).toEqual([`other-fingerprint error ${MULTIERR} @ go.mod:8:23`]);
    expect(report.findings[0]?.fix).toMatch(/^go mod vendor/);
  });
});
