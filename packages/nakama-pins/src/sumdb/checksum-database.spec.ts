import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { goEnv } from '../go-module/testing/run-go';
import { goSettings } from '../module-proxy/go-settings';
import { fakeWeb } from '../module-proxy/testing/fake-web';
import { createWeb } from '../module-proxy/web';
import { describeWithGo, GO_TIMEOUT_MS } from '../testing/go';
import { removeWorkspaces, workspace } from '../testing/workspace';
import { findGo, runGo } from '../toolchain/go-command';
import { type ChecksumDatabase, openChecksumDatabase } from './checksum-database';
import { sumdbCache } from './sumdb-cache';
import { TestLog } from './testing/test-log';

afterAll(removeWorkspaces);

const NAME = 'sum.example';

/** Enough records for three levels of tiles, none of them full at the right edge. */
const log = new TestLog(NAME, 256 * 256 + 256 * 2 + 3);

type Change = (path: string, answer: Buffer | undefined) => Buffer | string | undefined;

/** A client of the log that asks the database itself and gets changed answers. */
function client(served: TestLog, change: Change = (_, answer) => answer, cacheDir = workspace({ keep: '' })) {
  const web = fakeWeb((url) => {
    const path = url.replace(`https://${NAME}/`, '');
    return change(path, served.answer(path));
  });
  const settings = (name: string) => ({ GOSUMDB: log.verifierKey, GOPROXY: 'direct' })[name] ?? '';
  return { database: openChecksumDatabase({ settings, web, cache: sumdbCache(cacheDir) }), web, cacheDir };
}

const lookup = (database: ChecksumDatabase, id: number) => database.lookup(`example.com/m${id}`, 'v1.0.0');

const damaged = (message: string) => ({ failure: 'damaged', message: expect.stringContaining(message) });

describe('a look-up in the checksum database', () => {
  it.each([0, 1, 255, 256, 257, 65_535, 65_536, 66_047, 66_048, 66_050])(
    'proves that record %i stands in the log',
    async (id) => {
      const { database } = client(log);
      expect(await lookup(database, id)).toEqual({ zip: log.sumOf(id), goMod: log.sumOf(id) });
    },
  );

  it('asks the log nothing twice, neither at once nor in the next run', async () => {
    const first = client(log);
    const ids = [7, 7, 300, 66_000];
    await Promise.all(ids.map((id) => lookup(first.database, id)));
    const tiles = first.web.asked.filter((url) => url.includes('/tile/'));
    expect(new Set(tiles).size).toBe(tiles.length);
    const next = client(log, undefined, first.cacheDir);
    await Promise.all(ids.map((id) => lookup(next.database, id)));
    expect(next.web.asked).toEqual([]);
  });

  it('takes what is damaged in the cache for missing, and asks for it anew', async () => {
    const { cacheDir, ...first } = client(log);
    await lookup(first.database, 7);
    for (const entry of readdirSync(cacheDir, { recursive: true, withFileTypes: true }))
      if (entry.isFile() && entry.name !== 'keep') {
        const file = join(entry.parentPath, entry.name);
        writeFileSync(file, readFileSync(file).fill(0, 0, 8));
      }
    const next = client(log, undefined, cacheDir);
    expect(await lookup(next.database, 7)).toEqual({ zip: log.sumOf(7), goMod: log.sumOf(7) });
    expect(next.web.asked).toEqual(first.web.asked);
  });

  it('does not find a module that the log lacks', async () => {
    await expect(lookup(client(log).database, 10_000_000)).rejects.toMatchObject({ failure: 'not-found' });
  });

  it('follows a log that grows, also where tiles it knew as partial are full since', async () => {
    const growing = new TestLog(NAME, 200);
    const settings = (name: string) => ({ GOSUMDB: growing.verifierKey, GOPROXY: 'direct' })[name] ?? '';
    const web = fakeWeb((url) => growing.answer(url.replace(`https://${NAME}/`, '')));
    const cache = sumdbCache(workspace({ keep: '' }));
    for (const more of [0, 1, 54, 1, 1, 600, 70_000]) {
      growing.grow(more);
      const database = openChecksumDatabase({ settings, web, cache });
      for (const id of [0, 199, growing.size - 1]) {
        expect(await lookup(database, id)).toEqual({ zip: growing.sumOf(id), goMod: growing.sumOf(id) });
      }
    }
  });
});

describe('a look-up that does not prove itself', () => {
  it('refuses a record that was changed', async () => {
    const { database, cacheDir } = client(log, (path, answer) =>
      path.startsWith('lookup') ? answer?.toString().replace('h1:', 'h1:A') : answer,
    );
    await expect(lookup(database, 5)).rejects.toMatchObject(damaged('the record is not the one'));
    expect(readdirSync(join(cacheDir, NAME))).not.toContain('lookup');
  });

  it("refuses another module's record", async () => {
    const { database } = client(log, (path, answer) =>
      path.startsWith('lookup') ? log.answer('lookup/example.com/m6@v1.0.0') : answer,
    );
    await expect(lookup(database, 5)).rejects.toMatchObject(
      damaged('has no h1: hash of example.com/m5 v1.0.0'),
    );
  });

  it('refuses a record beyond the tree', async () => {
    const { database } = client(log, (path, answer) =>
      path.startsWith('lookup') ? answer?.toString().replace(/^5\n/, '70000\n') : answer,
    );
    await expect(lookup(database, 5)).rejects.toMatchObject(damaged('beyond the signed tree'));
  });

  it.each([
    ['signed by another key', () => new TestLog(NAME, 100).answer('lookup/example.com/m5@v1.0.0')],
    [
      'with another size',
      (answer: Buffer | undefined) => answer?.toString().replace(`\n${log.size}\n`, '\n66000\n'),
    ],
    ['without a signature', (answer: Buffer | undefined) => answer?.toString().split('\n—')[0]],
    ['of no form', () => 'hello'],
  ])('refuses a tree head %s', async (_, change) => {
    const { database } = client(log, (path, answer) => (path.startsWith('lookup') ? change(answer) : answer));
    await expect(lookup(database, 5)).rejects.toMatchObject({ failure: 'damaged' });
  });

  it.each([
    ['tile/8/0/000', 'below a full one'],
    ['tile/8/1/000', 'in the middle'],
    ['tile/8/0/258.p/3', 'at the edge'],
    ['tile/8/2/000.p/1', 'at the top'],
  ])('refuses a changed bit of %s, %s', async (tile) => {
    for (const flip of [(b: Buffer) => b.fill(b[9] ? 0 : 1, 9, 10), (b: Buffer) => b.subarray(32)]) {
      const { database, cacheDir } = client(log, (path, answer) =>
        path === tile ? flip(Buffer.from(answer as Buffer)) : answer,
      );
      await expect(lookup(database, 5)).rejects.toMatchObject(damaged('does not belong to the signed tree'));
      expect(() => readFileSync(join(cacheDir, NAME, tile))).toThrow('ENOENT');
    }
  });

  it('refuses a log that shows another past than it did before', async () => {
    const { database, cacheDir } = client(log);
    await lookup(database, 5);
    const fork = log.fork('other');
    // Tiles in the cache would not belong to the fork, which would show at once.
    const before = readFileSync(join(cacheDir, NAME, 'latest'));
    const forgetful = workspace({ [`${NAME}/latest`]: before });
    for (const more of [0, 1000]) {
      fork.grow(more);
      const other = client(fork, undefined, forgetful);
      await expect(lookup(other.database, 7)).rejects.toMatchObject(damaged('tree of'));
      expect(readFileSync(join(forgetful, NAME, 'latest'))).toEqual(before);
    }
  });
});

describe('the choice of the checksum database', () => {
  /** The addresses that a look-up with the real database's name opens. */
  async function asked(settings: Record<string, string>, answers = /./) {
    const web = fakeWeb((url) => (answers.test(url) ? '' : undefined));
    const cache = sumdbCache(workspace({ keep: '' }));
    const database = openChecksumDatabase({ settings: (name) => settings[name] ?? '', web, cache });
    const result = await database.lookup('example.com/x', 'v1.0.0').catch((error: Error) => error);
    return { urls: web.asked, result };
  }
  const LOOKUP = 'lookup/example.com/x@v1.0.0';

  it.each([
    [
      { GOPROXY: 'https://p.example' },
      [
        'https://p.example/sumdb/sum.golang.org/supported',
        `https://p.example/sumdb/sum.golang.org/${LOOKUP}`,
      ],
    ],
    [
      {},
      [
        'https://proxy.golang.org/sumdb/sum.golang.org/supported',
        `https://proxy.golang.org/sumdb/sum.golang.org/${LOOKUP}`,
      ],
    ],
    [{ GOPROXY: 'direct' }, [`https://sum.golang.org/${LOOKUP}`]],
    [{ GOPROXY: 'off' }, [`https://sum.golang.org/${LOOKUP}`]],
    [{ GOSUMDB: 'sum.golang.org https://mirror.example/' }, [`https://mirror.example/${LOOKUP}`]],
    [{ GOSUMDB: 'sum.golang.google.cn' }, [`https://sum.golang.google.cn/${LOOKUP}`]],
  ])('asks the addresses of GOPROXY and GOSUMDB with %j', async (settings, urls) => {
    expect((await asked(settings)).urls).toEqual(urls);
  });

  it('asks the database itself where no proxy offers it', async () => {
    const { urls } = await asked({ GOPROXY: 'https://p.example,https://q.example' }, /lookup/);
    expect(urls.at(-1)).toBe(`https://sum.golang.org/${LOOKUP}`);
  });

  it.each<Record<string, string>>([
    { GOSUMDB: 'off' },
    { GONOSUMDB: 'example.com' },
    { GOPRIVATE: 'example.com/x' },
    { GONOSUMDB: '*' },
  ])('asks no database with %j', async (settings) => {
    expect(await asked(settings)).toEqual({ urls: [], result: undefined });
  });

  it('asks for toolchains even where no database is set, as go does', async () => {
    const database = openChecksumDatabase({
      settings: (name) => ({ GONOSUMDB: 'golang.org', GOSUMDB: 'off' })[name as string] ?? '',
      web: fakeWeb(() => undefined),
      cache: sumdbCache(workspace({ keep: '' })),
    });
    await expect(
      database.lookup('golang.org/toolchain', 'v0.0.1-go1.26.5.linux-amd64'),
    ).rejects.toMatchObject({
      failure: 'disabled',
    });
  });

  it.each(['sum.example', 'a b c', 'sum.golang.org nowhere'])(
    'takes GOSUMDB=%s for an error',
    async (gosumdb) => {
      const { urls, result } = await asked({ GOSUMDB: gosumdb });
      expect([urls, (result as Error).message]).toEqual([[], expect.stringMatching(/^GOSUMDB: /)]);
    },
  );
});

describeWithGo('the real checksum database', () => {
  it(
    'says what go mod download says',
    async () => {
      const dir = workspace({ keep: '' });
      const modules = [
        'go.uber.org/zap@v1.27.0',
        'github.com/BurntSushi/toml@v1.3.2',
        'go.uber.org/multierr@v1.11.0',
      ];
      const env = { ...process.env, GOFLAGS: '', GOTOOLCHAIN: 'local', GOPROXY: goEnv('GOPROXY') };
      const { stdout } = await runGo({
        go: findGo(env) ?? '',
        args: ['mod', 'download', '-json', ...modules],
        cwd: dir,
        env,
      });
      const expected = stdout
        .split(/^(?=\{$)/m)
        .map((json) => JSON.parse(json) as { Sum: string; GoModSum: string })
        .map(({ Sum, GoModSum }) => ({ zip: Sum, goMod: GoModSum }));
      const database = openChecksumDatabase({
        settings: goSettings(env),
        web: createWeb({ env: process.env }),
        cache: sumdbCache(dir),
      });
      const found = await Promise.all(
        modules.map((module) => database.lookup(...(module.split('@') as [string, string]))),
      );
      expect(found).toEqual(expected);
    },
    GO_TIMEOUT_MS,
  );
});
