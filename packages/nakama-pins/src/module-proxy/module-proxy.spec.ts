import { openModuleFile } from './module-proxy';
import { fakeWeb } from './testing/fake-web';

const TOOLCHAIN = { path: 'golang.org/toolchain', version: 'v0.0.1-go1.26.5.linux-amd64' };
const TOML = { path: 'github.com/BurntSushi/toml', version: 'v1.3.2' };

/** The addresses that are asked until one answers. */
async function asked(
  settings: Record<string, string>,
  module = TOML,
  answers: (url: string) => boolean = () => false,
): Promise<string[]> {
  const web = fakeWeb((url) => (answers(url) ? 'zip' : undefined));
  await openModuleFile(module, 'zip', (name) => settings[name] ?? '', web).catch(() => undefined);
  return web.asked.map((url) => url.replace(/\/@v\/.*/, ''));
}

it('asks the proxies for the escaped path', async () => {
  const web = fakeWeb(() => 'zip');
  await openModuleFile(TOML, 'mod', (name) => (name === 'GOPROXY' ? 'https://p.example' : ''), web);
  expect(web.asked).toEqual(['https://p.example/github.com/!burnt!sushi/toml/@v/v1.3.2.mod']);
});

it('asks the proxy of go where none is set, and takes toolchains from their origin where it has none', async () => {
  const origin = 'https://go.dev/dl/mod/golang.org/toolchain';
  expect(await asked({}, TOOLCHAIN)).toEqual(['https://proxy.golang.org/golang.org/toolchain', origin]);
  expect(await asked({})).toEqual(['https://proxy.golang.org/github.com/!burnt!sushi/toml']);
  expect(await asked({ GOPROXY: 'direct' }, TOOLCHAIN)).toEqual([origin]);
  expect(await asked({ GOPROXY: 'https://p.example' }, TOOLCHAIN)).toEqual([
    'https://p.example/golang.org/toolchain',
  ]);
  expect(await asked({ GOPRIVATE: 'golang.org' }, TOOLCHAIN)).toEqual([origin]);
});

it.each([
  [{ GOPROXY: 'off' }, 'GOPROXY is off'],
  [{ GOPROXY: 'direct' }, 'which only go can read (GOPROXY is direct)'],
  [{ GOPRIVATE: 'github.com/BurntSushi' }, 'which only go can read (GOPRIVATE names it)'],
  [{ GONOPROXY: 'github.com/*', GOPRIVATE: 'none' }, 'which only go can read (GONOPROXY names it)'],
])('asks no proxy with %j', async (settings: Record<string, string>, message) => {
  const web = fakeWeb(() => 'zip');
  const opened = openModuleFile(TOML, 'zip', (name) => settings[name] ?? '', web);
  await expect(opened).rejects.toMatchObject({
    failure: 'disabled',
    message: expect.stringContaining(message),
  });
  expect(web.asked).toEqual([]);
});

it('says what the proxies before the repository answered', async () => {
  const web = fakeWeb(() => undefined);
  const opened = openModuleFile(TOML, 'zip', () => 'https://p.example,direct', web);
  await expect(opened).rejects.toThrow(
    /p\.example.*, and github\.com\/BurntSushi\/toml@v1\.3\.2 is in its own repository, which only go can read$/,
  );
});
