import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DownloadError } from '../module-proxy/download-error';
import { fakeWeb } from '../module-proxy/testing/fake-web';
import { removeWorkspaces, workspace } from '../testing/workspace';
import { type FetchProgress, fetchToolchain, type FetchToolchainOptions } from './fetch-toolchain';
import { type ZipEntries, zipOf } from './testing/zip';

afterAll(removeWorkspaces);

/** A version that the catalog has no hash of. */
const VERSION = 'v0.0.1-go1.99.1.linux-amd64';
const PREFIX = `golang.org/toolchain@${VERSION}/`;

const FILES: ZipEntries = [
  [`${PREFIX}src/_go.mod`, 'module std\n'],
  [`${PREFIX}bin/go`, '#!/bin/sh\n'],
  [`${PREFIX}pkg/tool/linux_amd64/compile`, 'compile'],
  [`${PREFIX}lib/wasm/go_js_wasm_exec`, 'exec'],
  [`${PREFIX}lib/time/zoneinfo.zip`, 'zones'],
  [`${PREFIX}src/ä.go`, 'package x\n'],
];

/** `sha256sum $(find . -type f | sort) | sha256sum`, as dirhash documents it. */
function h1(entries: ZipEntries): string {
  const lines = entries.map(
    ([name, content]) => `${createHash('sha256').update(content).digest('hex')}  ${name}\n`,
  );
  const sorted = lines.sort((a, b) => Buffer.compare(Buffer.from(a.slice(66)), Buffer.from(b.slice(66))));
  return `h1:${createHash('sha256').update(sorted.join('')).digest('base64')}`;
}

function fetching(zip: Buffer | DownloadError, sum = h1(FILES), cache = workspace({ keep: '' })) {
  const web = fakeWeb((url) =>
    url === `https://p.example/golang.org/toolchain/@v/${VERSION}.zip` ? zip : undefined,
  );
  const options: FetchToolchainOptions = {
    version: '1.99.1',
    host: 'linux-amd64',
    cache,
    settings: (name) => (name === 'GOPROXY' ? 'https://p.example' : ''),
    web,
    database: { lookup: () => Promise.resolve({ zip: sum, goMod: '' }) },
  };
  return { web, cache, options, toolchains: join(cache, 'toolchains') };
}

it('unpacks a toolchain ready to run, and fetches it once', async () => {
  const { web, options, toolchains } = fetching(zipOf(FILES));
  const steps: FetchProgress[] = [];
  const root = await fetchToolchain({ ...options, onProgress: (p) => steps.push(p) });
  expect(root).toBe(join(toolchains, VERSION));
  const mode = (file: string) => (statSync(join(root, file)).mode & 0o111) !== 0;
  if (process.platform !== 'win32') {
    expect(['bin/go', 'pkg/tool/linux_amd64/compile', 'lib/wasm/go_js_wasm_exec'].map(mode)).toEqual([
      true,
      true,
      true,
    ]);
    expect(['lib/time/zoneinfo.zip', 'src/ä.go'].map(mode)).toEqual([false, false]);
  }
  expect(readFileSync(join(root, 'src/go.mod'), 'utf8')).toBe('module std\n');
  expect(lstatSync(join(root, 'bin/go')).isSymbolicLink()).toBe(false);
  expect(steps[0]).toEqual({ step: 'download', done: zipOf(FILES).length, total: zipOf(FILES).length });
  expect(steps.at(-1)).toEqual({ step: 'unpack', done: FILES.length, total: FILES.length });
  expect(await fetchToolchain(options)).toBe(root);
  expect(web.asked).toHaveLength(1);
  expect(readdirSync(toolchains)).toEqual([VERSION]);
});

it.each([
  ['cut off', (file: string) => writeFileSync(file, 'com')],
  ['replaced by another of its size', (file: string) => writeFileSync(file, 'COMPILE')],
  ['gone', (file: string) => rmSync(file)],
])('fetches a toolchain anew of which a program is %s', async (_, damage) => {
  const { web, options } = fetching(zipOf(FILES));
  const root = await fetchToolchain(options);
  const file = join(root, 'pkg/tool/linux_amd64/compile');
  damage(file);
  const said: string[] = [];
  await fetchToolchain({ ...options, onDamage: (folder, words) => said.push(`${folder}: ${words}`) });
  expect(said).toEqual([expect.stringMatching(`^${root}: pkg/tool/linux_amd64/compile (?:has|is) `)]);
  expect(readFileSync(file, 'utf8')).toBe('compile');
  await fetchToolchain(options);
  expect(web.asked).toHaveLength(2);
});

it('fetches a toolchain once for many at a time', async () => {
  const { web, options, toolchains } = fetching(zipOf(FILES));
  const roots = await Promise.all([1, 2, 3, 4].map(() => fetchToolchain(options)));
  expect(new Set(roots).size).toBe(1);
  expect(web.asked).toHaveLength(1);
  expect(readdirSync(toolchains)).toEqual([VERSION]);
});

const whole = zipOf(FILES);

it.each([
  ['another hash', whole, 'h1:other=', 'it has the hash h1:'],
  ['a file more', zipOf([...FILES, [`${PREFIX}bin/evil`, '']]), undefined, 'it has the hash h1:'],
  ['a damaged zip', whole.subarray(0, whole.length / 2), undefined, 'is not the expected Go toolchain'],
  ['no zip', Buffer.from('<html>sign in</html>'), undefined, 'is not the expected Go toolchain'],
  ['nothing', Buffer.alloc(0), undefined, 'is not the expected Go toolchain'],
])('keeps nothing of a download with %s', async (_, zip, sum, message) => {
  const { options, toolchains } = fetching(zip, sum);
  await expect(fetchToolchain(options)).rejects.toMatchObject({
    failure: 'damaged',
    message: expect.stringContaining(message),
    fix: expect.stringContaining('GOPROXY'),
  });
  expect(readdirSync(toolchains)).toEqual([]);
});

it.each([
  '../../evil',
  `${PREFIX}../../evil`,
  `${PREFIX}src/../../../evil`,
  `${PREFIX}..\\evil`,
  `${PREFIX}C:evil`,
  `${PREFIX}/etc/evil`,
  `${PREFIX}./evil`,
  `${PREFIX}src/\u0000evil`,
  `${PREFIX}folder/`,
  'golang.org/toolchain@v0.0.1-go1.98.1.linux-amd64/bin/go',
  `${PREFIX}bin/go`,
])('refuses a zip with a file called %j', async (name) => {
  const { options, cache, toolchains } = fetching(zipOf([...FILES, [name, 'evil']]));
  await expect(fetchToolchain(options)).rejects.toMatchObject({ failure: 'damaged' });
  expect(readdirSync(toolchains)).toEqual([]);
  expect(readdirSync(cache).sort()).toEqual(['keep', 'toolchains']);
});

it.each(['offline', 'refused', 'truncated'] as const)(
  'says that the download is %s, and leaves nothing',
  async (failure) => {
    const { options, toolchains } = fetching(new DownloadError(failure, 'no', 'fix'));
    await expect(fetchToolchain(options)).rejects.toMatchObject({ failure, message: 'no' });
    expect(readdirSync(toolchains)).toEqual([]);
  },
);

it('stops fetching when aborted, and leaves nothing', async () => {
  const { options, toolchains } = fetching(zipOf(FILES));
  const abort = new AbortController();
  const onProgress = ({ step }: FetchProgress) => {
    if (step === 'unpack') abort.abort(new Error('stopped'));
  };
  await expect(fetchToolchain({ ...options, signal: abort.signal, onProgress })).rejects.toThrow('stopped');
  expect(readdirSync(toolchains)).toEqual([]);
});

it('takes over from a process that was killed while it fetched', async () => {
  const { options, toolchains } = fetching(zipOf(FILES));
  const leftover = join(toolchains, `${VERSION}.tmp-killed`);
  const other = join(toolchains, 'v0.0.1-go1.98.1.linux-amd64.tmp-running');
  for (const folder of [leftover, other, join(toolchains, `${VERSION}.lock`)])
    mkdirSync(folder, { recursive: true });
  // It has shown no sign of life for a long time.
  utimesSync(join(toolchains, `${VERSION}.lock`), 0, 0);
  await fetchToolchain(options);
  expect([existsSync(leftover), existsSync(other)]).toEqual([false, true]);
});
