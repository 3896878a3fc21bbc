import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildServer, builtServerPath } from '../loading/server-build';
import { moduleCache } from '../module-cache/places';
import { takeAway } from '../module-cache/take-away';
import { escapeModule } from '../module-proxy/escape';
import { describeWithGo, GO_TIMEOUT_MS, goIn, goWith } from '../testing/go';
import { type Files, removeWorkspaces, workspace } from '../testing/workspace';
import type { DiagnosisRow } from '../toolchain/diagnose';
import { findGo } from '../toolchain/go-command';
import { goEnvironment } from '../toolchain/go-environment';
import { explainGoFailure, isNoProof } from '../toolchain/go-failure';
import { type GoRoot, switchedRoot } from '../toolchain/go-root';
import { rootDamage } from '../toolchain/go-root-damage';
import { CacheMender, refuseDamaged } from '../toolchain/mend-caches';
import { zipOf } from '../toolchain/testing/zip';
import { type ReadyGo, Tools } from '../toolchain/tools';
import { unpackedFiles } from '../toolchain/unpacked-files';
import { deepRun } from './deep-run';

afterAll(removeWorkspaces);

const PLATFORM = 'linux/amd64';

/** No settings and no cache of this user. */
const OWN = { GOENV: 'off', GOSUMDB: 'off', NAKAMA_PINS_CACHE: workspace({ keep: '' }) };

/** What a proxy has of a module, v1.0.0. */
function moduleFiles(path: string, files: Readonly<Record<string, string>>): Files {
  const goMod = `module ${path}\n`;
  const at = `${escapeModule(path)}/@v`;
  const entries = Object.entries({ 'go.mod': goMod, ...files });
  return {
    [`${at}/list`]: 'v1.0.0\n',
    [`${at}/v1.0.0.info`]: '{"Version":"v1.0.0"}',
    [`${at}/v1.0.0.mod`]: goMod,
    [`${at}/v1.0.0.zip`]: zipOf(entries.map(([name, text]) => [`${path}@v1.0.0/${name}`, text])),
  };
}

/** Tools in an environment of their own, and what they say. */
function toolsIn(env: NodeJS.ProcessEnv): { tools: Tools; said: string[] } {
  const said: string[] = [];
  const onProgress = (event: { kind: string; text?: string }): void => {
    if (event.kind === 'line') said.push(event.text ?? '');
  };
  return { tools: new Tools({ root: '/', env: { ...process.env, ...OWN, ...env }, onProgress }), said };
}

async function readyGo(tools: Tools, version: string): Promise<ReadyGo> {
  const toolchain = await tools.go({ go: version }, { platform: PLATFORM, cgo: false });
  if (toolchain.missing !== undefined) throw new Error(toolchain.missing);
  return toolchain;
}

/** Replaces a file, and none that has the same bytes by a link. */
function replace(file: string, text: string | Buffer): void {
  chmodSync(dirname(file), 0o755);
  rmSync(file);
  writeFileSync(file, text, { mode: 0o755 });
}

/** The cache may be on another disk. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

describeWithGo("a toolchain in go's module cache", () => {
  /** The first that the go on PATH is not itself. */
  const [version = '', used] = ((): [string?, GoRoot?] => {
    const go = findGo(process.env) ?? '';
    for (const version of ['1.26.5', '1.25.5']) {
      const root = switchedRoot(go, version, goEnvironment({ version, base: process.env }));
      if (root) return [version, root];
    }
    return [];
  })();
  const real = moduleCache(goEnvironment({ version, base: process.env })) ?? '';
  const cache = workspace({ keep: '' });
  const copied = (path: string): string => join(cache, relative(real, path));
  const folder = copied(used?.folder ?? '');
  const env = { GOMODCACHE: cache, GOPROXY: 'file:///nowhere' };
  const source = workspace({
    'go.mod': 'module damaged.test\n\ngo 1.25\n',
    'main.go': 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("built") }\n',
  });

  beforeAll(async () => {
    await goIn(source, version, 'version');
    if (!used?.module) throw new Error('go on PATH is every Go that is tried');
    const { zip, zipHash } = used.module;
    const files = readdirSync(used.folder, { recursive: true, withFileTypes: true }).filter((f) =>
      f.isFile(),
    );
    for (const file of [...files.map((f) => join(f.parentPath, f.name)), zip, zipHash]) {
      mkdirSync(dirname(copied(file)), { recursive: true });
      linkOrCopy(file, copied(file));
    }
  }, GO_TIMEOUT_MS);

  it.each([
    ['a go that is cut off', () => 'bin/go', (bytes: Buffer) => bytes.subarray(0, 1_000_000)],
    ['an empty go', () => 'bin/go', () => ''],
    ['no go', () => 'bin/go', () => undefined],
    ['no compiler', () => compiler(), () => undefined],
  ])('with %s is noticed before it runs', async (_, fileOf, change) => {
    const { tools } = toolsIn(env);
    const { root } = await readyGo(tools, version);
    const file = fileOf();
    const path = join(folder, file);
    renameSync(path, join(cache, 'aside'));
    const changed = change(readFileSync(join(cache, 'aside')));
    if (changed !== undefined) writeFileSync(path, changed, { mode: 0o755 });
    const kept = unpackedFiles(tools.around.env);
    const damage = root && (await rootDamage(root, 'programs', kept));
    renameSync(join(cache, 'aside'), path);
    expect(damage?.words).toContain(`${file} ${changed === undefined ? 'is missing' : 'has '}`);
    expect(root && (await rootDamage(root, 'programs', kept))).toBeUndefined();
  });

  const compiler = (): string => `pkg/tool/${readdirSync(join(folder, 'pkg/tool'))[0]}/compile`;

  it.each([
    ['another program in place of go', 'bin/go', `#!/bin/sh\necho go version go${version} linux/amd64\n`],
    ['an emptied file of the standard library', 'src/fmt/print.go', ''],
  ])(
    'with %s is fetched anew, and builds',
    async (_, file, text) => {
      replace(join(folder, file), text);
      const { tools, said } = toolsIn(env);
      const toolchain = await readyGo(tools, version);
      const args = ['build', '-trimpath', '-o', 'program', '.'];
      const { code, stderr } = await tools.run(toolchain, source, args);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(said).toEqual([
        expect.stringContaining(`damaged in the cache, and fetched anew: ${folder} (${file} `),
      ]);
    },
    GO_TIMEOUT_MS,
  );

  it(
    'is looked at as a whole by doctor --deep, with the modules of go.sum',
    async () => {
      const proxy = workspace(moduleFiles('example.com/dep', { 'a.go': 'package dep\n' }));
      const env = { ...OWN, GOMODCACHE: cache, GOPROXY: pathToFileURL(proxy).href };
      const release = version === '1.26.5' ? '3.40.0' : '3.37.0';
      const root = workspace({
        'nakama.json': JSON.stringify({ release }),
        'go.mod': 'module damaged.test\n\ngo 1.25\n\nrequire example.com/dep v1.0.0\n',
        'main.go': 'package main\n\nimport _ "example.com/dep"\n\nfunc main() {}\n',
      });
      await goWith({ ...env, GOFLAGS: '-mod=mod' }, root, version, 'mod', 'tidy');
      const look = (): Promise<DiagnosisRow[]> =>
        deepRun({ root, dir: '.', release, env: { ...process.env, ...env } });
      const own = (rows: DiagnosisRow[]): string[] =>
        rows.map(({ subject, status, found }) => `${status} ${subject}: ${found.replaceAll(cache, '…')}`);
      replace(join(cache, 'example.com/dep@v1.0.0/a.go'), 'package pad\n');
      const go = `ok all of Go ${version}: ${folder.replace(cache, '…')}: every file is as it was unpacked`;
      expect(own(await look())).toEqual([
        go,
        'note example.com/dep v1.0.0: …/example.com/dep@v1.0.0 was damaged (a.go has another content): fetched anew',
        'ok modules: 0 of 1 in …: every file is as published',
      ]);
      expect(own(await look())).toEqual([go, 'ok modules: 1 of 1 in …: every file is as published']);
    },
    GO_TIMEOUT_MS,
  );
});

describeWithGo("a module in go's module cache", () => {
  const DEP = 'example.com/Dep';
  const proxy = workspace(
    moduleFiles(DEP, {
      'a.go': 'package dep\n\nfunc A() int { return b() }\n',
      'b.go': 'package dep\n\nfunc b() int { return 1 }\n\nfunc C() int { return 2 }\n',
    }),
  );
  const cache = workspace({ keep: '' });
  const env = { GOMODCACHE: cache, GOPROXY: pathToFileURL(proxy).href, GOFLAGS: '-mod=mod' };
  const source = workspace({
    'go.mod': `module damaged.test\n\ngo 1.21\n\nrequire ${DEP} v1.0.0\n`,
    'main.go': `package main\n\nimport dep "${DEP}"\n\nfunc main() { println(dep.A(), dep.C()) }\n`,
  });
  const folder = join(cache, 'example.com/!dep@v1.0.0');
  const zip = join(cache, 'cache/download/example.com/!dep/@v/v1.0.0.zip');

  const build = async (): Promise<{ code: number | null; stderr: string; said: string[] }> => {
    const { tools, said } = toolsIn(env);
    const own = spawnSync(findGo(process.env) ?? '', ['env', 'GOVERSION'], {
      encoding: 'utf8',
      env: { ...process.env, GOTOOLCHAIN: 'local' },
    });
    const toolchain = await readyGo(tools, own.stdout.trim().replace(/^go/, ''));
    const { code, stderr } = await tools.run(toolchain, source, ['build', '-mod=mod', '-o', 'program', '.']);
    return { code, stderr, said: said.filter((line) => !line.startsWith('go: downloading')) };
  };

  beforeAll(async () => {
    expect(await build()).toMatchObject({ code: 0, said: [] });
  }, GO_TIMEOUT_MS);

  it.each([
    [
      'a file that was cut off',
      () => replace(join(folder, 'a.go'), 'package d'),
      'a.go has 9 bytes in place of 41',
    ],
    [
      'a file of zeros, as a crash leaves it',
      () => replace(join(folder, 'a.go'), Buffer.alloc(41)),
      'a.go has another content',
    ],
    [
      'a file less, which only the plugin misses',
      () => replace(join(folder, 'b.go'), 'package dep\n\nfunc b() int { return 1 }\n'),
      'b.go has ',
    ],
    [
      'a folder less, and a damaged zip',
      () => {
        chmodSync(folder, 0o755);
        rmSync(folder, { recursive: true });
        replace(zip, readFileSync(zip).subarray(0, 100));
      },
      'its zip is damaged',
    ],
    [
      'a folder less, and a zip with other bytes',
      () => {
        chmodSync(folder, 0o755);
        rmSync(folder, { recursive: true });
        const bytes = readFileSync(zip);
        replace(zip, bytes.fill('x', bytes.indexOf('return b()'), bytes.indexOf('return b()') + 6));
      },
      'its zip is damaged',
    ],
  ])('with %s is fetched anew, and builds', async (_, damage, words) => {
    damage();
    const { code, stderr, said } = await build();
    expect({ code, stderr: stderr.replace(/^go: downloading .*\n/gm, '') }).toEqual({ code: 0, stderr: '' });
    expect(said).toEqual([
      expect.stringContaining(`damaged in the cache, and fetched anew: ${DEP}@v1.0.0 in ${folder} (${words}`),
    ]);
  });

  it('that is whole is left alone where the code of the plugin is wrong', async () => {
    const before = statSync(folder).ino;
    writeFileSync(join(source, 'wrong.go'), 'package main\n\nvar _ = dep.Nothing\n');
    const { code, said } = await build();
    expect({ code, said, ino: statSync(folder).ino }).toEqual({ code: 1, said: [], ino: before });
  });
});

it('a Go on PATH that is damaged is named, and is no fault of the plugin', () => {
  const failure = explainGoFailure('go: no such tool "compile"\n');
  expect({ ...failure, isNoProof: isNoProof(failure) }).toMatchObject({
    kind: 'damaged-go',
    isNoProof: true,
    fix: expect.stringContaining('install that Go anew'),
  });
  const root = workspace({ 'bin/go': '', 'src/fmt/print.go': '' });
  const said = `${join(root, 'src/fmt/print.go')}:1:1: expected 'package', found 'EOF'\n`;
  expect(() => refuseDamaged(join(root, 'bin/go'), root, said)).toThrow(`${root}: this Go is damaged: `);
});

(process.platform === 'linux' ? it : it.skip)(
  'what this user may not remove is named with the command',
  () => {
    const folder = '/proc/self/task';
    const module = {
      path: 'example.com/dep',
      version: 'v1.0.0',
      folder,
      zip: '/nowhere',
      zipHash: '/nowhere',
    };
    const remove = (): void => takeAway({ module, words: 'a.go is missing', isZipBad: false });
    expect(remove).toThrow(
      /^\/proc\/self\/task: this module version in go's cache is damaged \(a.go is missing\)/,
    );
    expect(remove).toThrow('have its owner run: chmod -R u+w /proc/self/task && rm -rf /proc/self/task');
  },
);

it('a built server whose file is another is built anew, and one that is whole is taken', async () => {
  const { tools, said } = toolsIn({ NAKAMA_PINS_CACHE: workspace({ keep: '' }), PATH: '', GOPROXY: 'off' });
  const release = { version: '3.40.0', go: '1.26.5', serverImageBase: 'debian:bookworm-slim' };
  const program = builtServerPath(release, PLATFORM, tools.around.env);
  mkdirSync(dirname(program), { recursive: true });
  writeFileSync(program, 'a server', { mode: 0o755 });
  const built = (): Promise<string> => buildServer(release, PLATFORM, tools);
  expect(await built()).toBe(program);
  expect(await built()).toBe(program);
  writeFileSync(program, 'a serv');
  // There is neither Go nor a C compiler to build it by.
  await expect(built()).rejects.toThrow("the server can't be built for linux/amd64");
  expect(said).toEqual([
    `damaged in the cache, and built anew: ${program} (it has 6 bytes in place of 8)`,
    expect.stringContaining('building the server of Nakama 3.40.0'),
  ]);
  expect(existsSync(program)).toBe(false);
});

it('what zig kept and its linker can not read is made anew; a folder of the user stays', async () => {
  const cache = workspace({ 'zig/o/libm.so.6': 'garbage' });
  const said: string[] = [];
  const mender = new CacheMender({ env: { NAKAMA_PINS_CACHE: cache }, say: (text) => said.push(text) });
  const mend = (zig: string): Promise<boolean> => {
    const stderr = `link: running zig failed\nld.lld: error: ${zig}/o/libm.so.6:1: unknown directive: garbage\n`;
    const result = { code: 1, stdout: '', stderr };
    return mender.mend({ toolchain: { env: { ZIG_GLOBAL_CACHE_DIR: zig } }, cwd: cache, args: [], result });
  };
  expect(await mend(workspace({ 'o/libm.so.6': '' }))).toBe(false);
  expect(await mend(join(cache, 'zig'))).toBe(true);
  expect(said).toEqual([expect.stringContaining(`made anew: ${join(cache, 'zig')} (`)]);
  expect(existsSync(join(cache, 'zig'))).toBe(false);
});
