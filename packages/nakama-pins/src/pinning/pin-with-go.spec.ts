import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openWorkspace } from '../open-workspace/open-workspace';
import { buildable, describeWithGo, GO_TIMEOUT_MS, goIn } from '../testing/go';
import { one } from '../testing/one';
import {
  catalogRelease,
  type Files,
  mainGo,
  RELEASE,
  removeWorkspaces,
  workspace,
} from '../testing/workspace';
import type { PinOptions } from './pin-module';
import type { PinOutcome } from './pin-outcome';

jest.setTimeout(GO_TIMEOUT_MS);
afterEach(removeWorkspaces);

const ZAP = 'go.uber.org/zap';
const MULTIERR = 'go.uber.org/multierr';
/** Before multierr v1.11.0 and zap v1.26.0, which others demand. */
const OLD_RELEASE = '3.19.0';

interface Pinned {
  readonly outcome: PinOutcome;
  read(file: string): string;
}

async function pin(
  root: string,
  options: Partial<PinOptions> & { readonly release?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Pinned> {
  const { release = RELEASE, env = process.env, ...rest } = options;
  const outcome = await one(
    openWorkspace({ root, release, env }).pin(['.'], { only: true, write: true, ...rest }),
  );
  return { outcome, read: (file) => readFileSync(join(root, file), 'utf8') };
}

/** A go.mod of these requirements beside those of a new plugin, and a plugin that imports the packages. */
function plugin(
  imports: readonly string[],
  requires: Readonly<Record<string, string>>,
  { release = RELEASE, go = catalogRelease(release).go } = {},
): Files {
  const all = { 'github.com/heroiclabs/nakama-common': catalogRelease(release).nakamaCommon, ...requires };
  const lines = Object.entries(all).map(([path, version]) => `\t${path} ${version}\n`);
  return {
    'go.mod': `module example.com/arena\n\ngo ${go}\n\nrequire (\n${lines.join('')})\n`,
    'main.go': mainGo(...imports),
  };
}

/** The plugin as `go mod tidy` leaves it: it builds before it is pinned. */
async function tidied(release: string, ...args: Parameters<typeof plugin>): Promise<string> {
  const root = workspace(plugin(args[0], args[1], { release }));
  await goIn(root, catalogRelease(release).go, 'mod', 'tidy');
  return root;
}

/** Go itself finds nothing missing or to be updated, and the fingerprints are the server's. */
async function loads(root: string, release = RELEASE): Promise<void> {
  await goIn(
    root,
    catalogRelease(release).go,
    'build',
    '-buildmode=plugin',
    '-trimpath',
    '-o',
    'arena.so',
    '.',
  );
  const report = await one(openWorkspace({ root, release }).verify(['.'], { only: true, proof: 'compiled' }));
  expect(report.findings.filter((f) => f.severity !== 'warning')).toEqual([]);
  expect(report).toMatchObject({ verdict: 'loads', proof: 'compiled' });
}

function textsOf(root: string): string[] {
  return ['go.mod', 'go.sum'].map((file) => readFileSync(join(root, file), 'utf8'));
}

describeWithGo('pin with the exact Go', () => {
  it("fixes the documentation's example: zap at the server's version, multierr too old", async () => {
    const root = workspace(
      plugin([ZAP], { [ZAP]: catalogRelease().module(ZAP)?.version ?? '', [MULTIERR]: 'v1.10.0' }),
    );
    const { outcome, read } = await pin(root);
    expect(outcome).toMatchObject({
      written: true,
      conflicts: [],
      verdict: 'loads',
      proof: 'compiled',
    });
    expect(read('go.mod')).toContain(`${MULTIERR} v1.11.0`);
    await loads(root);
    const again = await pin(root);
    expect(again.outcome).toMatchObject({ changes: [], written: false, verdict: 'loads' });
  });

  it('says what it would write, and writes nothing, where it is not to', async () => {
    const root = workspace(plugin([ZAP], { [ZAP]: 'v1.26.0' }));
    const before = readdirSync(root);
    const { outcome, read } = await pin(root, { write: false });
    expect(outcome.written).toBe(false);
    expect(outcome.changes.map(({ file }) => file)).toEqual(['go.mod', 'go.sum']);
    expect(read('go.mod')).toContain(`${ZAP} v1.26.0`);
    expect(readdirSync(root)).toEqual(before);
  });

  it('excludes the version that a dependency demands, where it compiles with the server’s', async () => {
    const root = await tidied(OLD_RELEASE, ['go.uber.org/zap/exp/zapslog'], {
      'go.uber.org/zap/exp': 'v0.2.0',
    });
    expect(textsOf(root)[0]).toContain(`${MULTIERR} v1.10.0`);
    const { outcome, read } = await pin(root, { release: OLD_RELEASE });
    expect(outcome).toMatchObject({ written: true, conflicts: [], verdict: 'loads' });
    expect(read('go.mod')).toMatch(/^exclude go\.uber\.org\/multierr v1\.10\.0$/m);
    expect(read('go.mod')).toContain(`${MULTIERR} v1.6.0`);
    await loads(root, OLD_RELEASE);

    // As a pin to an even older release may have left it: Go would pass the pin over.
    appendFileSync(join(root, 'go.mod'), `\nexclude ${MULTIERR} v1.6.0\n`);
    const again = await pin(root, { release: OLD_RELEASE });
    expect(again.outcome).toMatchObject({ written: true, conflicts: [], verdict: 'loads' });
    expect(again.read('go.mod')).not.toContain('exclude go.uber.org/multierr v1.6.0');
    await loads(root, OLD_RELEASE);
  });

  it('names the chain of a demand that can not be held off, writes nothing, and offers what fits', async () => {
    const root = await tidied(OLD_RELEASE, ['go.uber.org/zap/exp/zapslog'], {
      'go.uber.org/zap/exp': 'v0.3.0',
    });
    const before = textsOf(root);
    const { outcome } = await pin(root, { release: OLD_RELEASE });
    expect(outcome.written).toBe(false);
    expect(textsOf(root)).toEqual(before);
    const chain = ['example.com/arena', 'go.uber.org/zap/exp@v0.3.0', 'go.uber.org/zap@v1.26.0'];
    expect(outcome.conflicts).toMatchObject([{ module: ZAP, pin: 'v1.24.0', demanded: 'v1.26.0', chain }]);
    const { stdout } = await goIn(root, catalogRelease(OLD_RELEASE).go, 'mod', 'graph');
    expect(stdout.split('\n')).toEqual(
      expect.arrayContaining([chain.slice(0, 2).join(' '), chain.slice(1).join(' ')]),
    );
    const [conflict] = outcome.conflicts;
    expect(conflict?.message).toContain(
      'cannot find module providing package go.uber.org/zap/internal/stacktrace',
    );
    expect(conflict?.fix).toContain(
      'take go.uber.org/zap/exp v0.2.0, the newest that fits: npx nakama-pins pin --allow-downgrade',
    );

    const taken = await pin(root, { release: OLD_RELEASE, allowDowngrade: true });
    expect(taken.outcome).toMatchObject({ written: true, conflicts: [] });
    expect(taken.read('go.mod')).toContain('go.uber.org/zap/exp v0.2.0');
    await loads(root, OLD_RELEASE);
  });

  it('names no chain where the plugin itself needs what the pinned version lacks', async () => {
    const root = await tidied(OLD_RELEASE, ['go.uber.org/zap/zaptest/observer', ZAP], { [ZAP]: 'v1.26.0' });
    const main = mainGo(ZAP).replace('_ "go.uber.org/zap"', '"go.uber.org/zap"');
    // WithLazy came with zap v1.26.0.
    const uses = `${main}\nvar lazy = (*zap.Logger).WithLazy\n`;
    const other = workspace({
      'go.mod': textsOf(root)[0] ?? '',
      'go.sum': textsOf(root)[1] ?? '',
      'main.go': uses,
    });
    const before = textsOf(other);
    const { outcome } = await pin(other, { release: OLD_RELEASE });
    expect(outcome.written).toBe(false);
    expect(textsOf(other)).toEqual(before);
    expect(outcome.conflicts).toMatchObject([{ module: 'example.com/arena', chain: ['example.com/arena'] }]);
    expect(outcome.conflicts[0]?.message).toMatch(/main\.go:\d+:\d+: .*WithLazy/);
  });

  it('names a dependency that asks for a newer Go than the release has, and writes nothing', async () => {
    const release = '3.22.0';
    const nats = 'github.com/nats-io/nats.go';
    const root = workspace(plugin([nats], { [nats]: 'v1.42.0' }, { release, go: '1.23.0' }));
    await goIn(root, '1.23.5', 'mod', 'tidy');
    const before = textsOf(root);
    const { outcome } = await pin(root, { release });
    expect(outcome.written).toBe(false);
    expect(textsOf(root)).toEqual(before);
    expect(outcome.conflicts).toMatchObject([
      { module: 'go', pin: '1.22.4', demanded: '1.23.0', chain: ['example.com/arena', `${nats}@v1.42.0`] },
    ]);
  });

  it('says of code that the server patched that no version fits, and what the choices are', async () => {
    const root = workspace(buildable(['github.com/blugelabs/bluge/search']));
    const { outcome } = await pin(root);
    expect(outcome.verdict).toBe('fails');
    expect(outcome.findings).toMatchObject([{ id: 'patched-in-server', severity: 'error' }]);
    expect(outcome.findings[0]?.fix).toContain('use another library, or a copy');
  });

  it('takes packages from the module that they were split off to', async () => {
    const split = 'google.golang.org/genproto/googleapis/rpc';
    const root = workspace(
      plugin([`${split}/status`], { 'google.golang.org/genproto': 'v0.0.0-20210602131652-f16073e35f0c' }),
    );
    const { outcome, read } = await pin(root);
    expect(outcome.verdict).toBe('loads');
    expect(read('go.mod')).toContain(`${split} ${catalogRelease().module(split)?.version}`);
    expect(read('go.mod')).not.toMatch(/google\.golang\.org\/genproto v/);
    await loads(root);
  });

  it('brings a go.mod of before go 1.17 to the server’s, with all that the build needs', async () => {
    const files = plugin([ZAP], { [ZAP]: 'v1.16.0' }, { go: '1.16' });
    const root = workspace(files);
    const { outcome, read } = await pin(root);
    expect(outcome).toMatchObject({ verdict: 'loads', proof: 'compiled' });
    expect(read('go.mod')).toMatch(/^go 1\.26\.5$/m);
    expect(read('go.mod')).toContain(`${MULTIERR} v1.11.0 // indirect`);
    await loads(root);
  });

  it('compiles for a release whose fingerprints are not known, and claims nothing', async () => {
    const release = '3.13.1';
    const root = workspace(plugin([ZAP], { [ZAP]: 'v1.24.0' }, { release, go: '1.18' }));
    const { outcome, read } = await pin(root, { release });
    expect(outcome).toMatchObject({ written: true, conflicts: [], verdict: 'unknown' });
    expect(outcome.findings.map((f) => f.id)).toEqual(['no-compiled-proof']);
    expect(read('go.mod')).toContain(`${ZAP} ${catalogRelease(release).module(ZAP)?.version}`);
    await goIn(root, catalogRelease(release).go, 'build', '-buildmode=plugin', '-o', 'arena.so', '.');

    const broken = workspace({
      'go.mod': read('go.mod'),
      'go.sum': read('go.sum'),
      'main.go': 'package main\nvar x int = ""\n',
    });
    const { findings } = (await pin(broken, { release })).outcome;
    expect(findings.map((f) => f.id)).toContain('does-not-compile');
  });

  it('lowers a library that asks for more than the release', async () => {
    const library = `module example.com/score\n\ngo 1.26.5\n\nrequire ${MULTIERR} v1.12.0 // ours\n`;
    const files = plugin(['example.com/score'], { 'example.com/score': 'v0.0.0' });
    const root = workspace({
      ...files,
      'go.mod': `${String(files['go.mod'])}\nreplace example.com/score => ./score\n`,
      'score/go.mod': library,
      'score/score.go': `package score\n\nimport _ "${MULTIERR}"\n`,
    });
    const { outcome, read } = await pin(root);
    expect(outcome).toMatchObject({ verdict: 'loads', proof: 'compiled' });
    expect(read('score/go.mod')).toBe(library.replace('v1.12.0', 'v1.11.0'));
    await loads(root);
  });

  it('leaves comments, blocks and line breaks as they are', async () => {
    const text = [
      '// Our arena.',
      'module example.com/arena // the path matters',
      '',
      'go 1.26.5',
      '',
      'require github.com/heroiclabs/nakama-common v1.46.0 // keep in step',
      '',
      '// what the server has too',
      'require (',
      '\tgo.uber.org/multierr v1.10.0 // indirect',
      '\tgo.uber.org/zap v1.26.0 // logs',
      '\tgoogle.golang.org/protobuf v1.36.11 // indirect',
      ')',
      '',
    ];
    for (const lineBreak of ['\n', '\r\n']) {
      const root = workspace({ 'go.mod': text.join(lineBreak), 'main.go': mainGo(ZAP) });
      const { read } = await pin(root);
      const expected = text
        .join(lineBreak)
        .replace('v1.46.0', 'v1.47.0')
        .replace('v1.26.0', 'v1.28.0')
        .replace('v1.10.0', 'v1.11.0');
      expect(read('go.mod')).toBe(expected);
    }
  });
});

describeWithGo('pin of a plugin with vendor/', () => {
  const isVendored = (root: string, path: string): boolean => existsSync(join(root, 'vendor', path));

  it('brings vendor/ in step by the exact Go, the blank import of a recipe with it', async () => {
    const root = workspace({
      ...plugin([ZAP], { [ZAP]: 'v1.27.0' }),
      'recipe.go': `package main\n\nimport _ "${MULTIERR}"\n`,
      Dockerfile:
        'FROM heroiclabs/nakama-pluginbuilder:3.40.0\nCOPY . .\nRUN go build -buildmode=plugin -trimpath -mod=vendor .\n',
    });
    const { go } = catalogRelease();
    await goIn(root, go, 'mod', 'tidy');
    await goIn(root, go, 'mod', 'vendor');
    const { outcome, read } = await pin(root);
    expect(outcome).toMatchObject({ written: true, conflicts: [], verdict: 'loads' });
    expect(outcome.changes.map(({ file }) => file)).toContain('vendor/modules.txt');
    expect(read('vendor/modules.txt')).toContain(`# ${ZAP} v1.28.0`);
    expect(read('recipe.go')).toContain(MULTIERR);
    expect(isVendored(root, MULTIERR)).toBe(true);
    // Without -mod Go takes vendor/ where it is in step, and refuses where it is not.
    await goIn(root, go, 'mod', 'verify');
    await loads(root);
    const before = readdirSync(join(root, 'vendor'), { recursive: true });
    await goIn(root, go, 'mod', 'vendor');
    expect(readdirSync(join(root, 'vendor'), { recursive: true })).toEqual(before);
    expect((await pin(root)).outcome.changes).toEqual([]);
  });

  it('takes away what the pinned versions do not have any more', async () => {
    const root = workspace(plugin([ZAP, MULTIERR], { [ZAP]: 'v1.21.0', [MULTIERR]: 'v1.6.0' }));
    const { go } = catalogRelease();
    await goIn(root, go, 'mod', 'tidy');
    await goIn(root, go, 'mod', 'vendor');
    expect(isVendored(root, 'go.uber.org/atomic')).toBe(true);
    await pin(root);
    expect(existsSync(join(root, 'vendor/go.uber.org/atomic/bool.go'))).toBe(false);
    await loads(root);
  });
});

describeWithGo('pin under the settings of a user', () => {
  it('is not led astray by GOFLAGS, and takes hashes of the catalog where no database may be asked', async () => {
    const env = { ...process.env, GOFLAGS: '-mod=mod', GONOSUMDB: '*', GOWORK: 'off' };
    const root = workspace(plugin([ZAP], { [ZAP]: 'v1.26.0' }));
    const { outcome, read } = await pin(root, { env });
    expect(outcome).toMatchObject({ verdict: 'loads', proof: 'compiled' });
    expect(read('go.sum')).toContain(`${ZAP} v1.28.0 h1:`);
    await loads(root);
  });

  it('works from a warm module cache where no proxy may be asked', async () => {
    await pin(workspace(plugin([ZAP], { [ZAP]: 'v1.28.0' })));
    const root = workspace(plugin([ZAP], { [ZAP]: 'v1.28.0', [MULTIERR]: 'v1.11.0' }));
    const env = { ...process.env, GOPROXY: 'off' };
    const { outcome } = await pin(root, { env });
    expect(outcome).toMatchObject({ verdict: 'loads', proof: 'compiled' });
    await loads(root);
  });

  it('says so where a private module can not be had, and leaves its requirement alone', async () => {
    const secret = 'git.example.invalid/studio/secret';
    const root = workspace(plugin([ZAP, secret], { [ZAP]: 'v1.26.0', [secret]: 'v1.2.3' }));
    const env = { ...process.env, GOPROXY: 'off', GOPRIVATE: 'git.example.invalid' };
    const { outcome, read } = await pin(root, { env });
    expect(outcome.verdict).toBe('fails');
    expect(new Set(outcome.findings.map((f) => `${f.id} ${f.fix}`))).toEqual(
      new Set([`go-sum go mod download ${secret}@v1.2.3`]),
    );
    expect(read('go.mod')).toContain(`${secret} v1.2.3`);
    // The text alone could be fixed.
    expect(read('go.mod')).toContain(`${ZAP} v1.28.0`);
  });
});

describeWithGo('pin touches only what must be touched', () => {
  const CRYPTO = 'golang.org/x/crypto';
  const SECP = 'github.com/decred/dcrd/dcrec/secp256k1/v4';
  const OWN = { [SECP]: 'v4.4.1', [CRYPTO]: 'v0.54.0', 'golang.org/x/sys': 'v0.47.0' };

  it('leaves a direct dependency of which the plugin uses what the server lacks, and writes what shows it', async () => {
    const release = '3.31.0';
    const root = workspace({
      ...plugin([SECP, `${CRYPTO}/sha3`], OWN, { release, go: '1.25.0' }),
      '.gitignore': '',
    });
    await goIn(root, '1.25.0', 'mod', 'tidy');
    const { outcome, read } = await pin(root, { release });
    expect(outcome).toMatchObject({ conflicts: [], verdict: 'loads', proof: 'compiled' });
    for (const [path, version] of Object.entries(OWN)) expect(read('go.mod')).toContain(`${path} ${version}`);
    expect(read('go.mod')).not.toContain('exclude');
    // Without Go, and without the catalog's lists, nothing stays open.
    const declared = await one(openWorkspace({ root, release }).verify(['.'], { only: true }));
    expect(declared).toMatchObject({ verdict: 'loads', findings: [] });
    expect((await pin(root, { release })).outcome.changes).toEqual([]);
  });
});

describe('pin without Go', () => {
  // No Go on PATH, and none can be fetched.
  const offline = (): NodeJS.ProcessEnv => ({
    PATH: '/nowhere',
    GOPROXY: 'off',
    NAKAMA_PINS_CACHE: workspace({ keep: '' }),
  });

  it('fixes the text with the hashes of the catalog, and says on what its verdict rests', async () => {
    const root = workspace(plugin([ZAP], { [ZAP]: 'v1.26.0' }));
    const { outcome, read } = await pin(root, { env: offline() });
    expect(outcome.written).toBe(true);
    expect(read('go.mod')).toContain(`${ZAP} v1.28.0`);
    expect(read('go.sum')).toContain(`${MULTIERR} v1.11.0 h1:`);
    expect(outcome).toMatchObject({ verdict: 'loads', proof: 'declared', findings: [] });
    expect(outcome.uncompiled?.why).toContain('GOPROXY is off');
    const again = await pin(root, { env: offline(), write: false, check: true });
    expect(again.outcome).toMatchObject({ ok: true, changes: [], proof: 'declared' });
    expect(again.outcome.uncompiled).toBeDefined();
  });
});
