import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import { openWorkspace } from '../open-workspace/open-workspace';
import { one } from '../testing/one';
import { mainGo, pinned, RELEASE, removeWorkspaces, workspace } from '../testing/workspace';
import { zipOf } from '../toolchain/testing/zip';

afterEach(removeWorkspaces);

const ZAP = 'go.uber.org/zap';
const OTHER = 'example.com/other';

/** A plugin that requires zap at another version than the server's, and imports a module that only a proxy knows. */
async function verify(imported: string, online: boolean, hash = sumOf(imported)) {
  const files = pinned([OTHER, ZAP], { [OTHER]: 'v1.2.0', [ZAP]: 'v1.20.0' });
  const goSum = String(files['go.sum']).replace(`${OTHER} v1.2.0 h1:x=`, `${OTHER} v1.2.0 ${hash}`);
  const root = workspace({ ...files, 'go.sum': goSum, 'main.go': mainGo(OTHER) });
  const proxy = workspace({ 'example.com/other/@v/v1.2.0.zip': zipOf([entry(imported)]) });
  const env = { GOPROXY: pathToFileURL(proxy).href };
  return one(openWorkspace({ root, release: RELEASE, env }).verify(['.'], { only: true, online }));
}

const entry = (imported: string) =>
  [`${OTHER}@v1.2.0/other.go`, `package other\n\nimport _ "${imported}"\n`] as const;

/** As go.sum has it (golang.org/x/mod/sumdb/dirhash, Hash1), of the only file. */
function sumOf(imported: string): string {
  const [name, content] = entry(imported);
  const file = createHash('sha256').update(content).digest('hex');
  return `h1:${createHash('sha256').update(`${file}  ${name}\n`).digest('base64')}`;
}

it('decides by the source that the proxy serves what the committed files leave open', async () => {
  const open = await verify('fmt', false);
  expect(open).toMatchObject({ verdict: 'unknown', findings: [{ severity: 'undecided', module: ZAP }] });
  expect(open.findings[0]?.message).toContain(
    `the imports of ${OTHER} are not known: npx nakama-pins verify --online . reads them`,
  );
  expect(await verify('fmt', true)).toMatchObject({ verdict: 'loads', findings: [] });
  const linked = await verify(ZAP, true);
  expect(linked).toMatchObject({ verdict: 'fails', findings: [{ severity: 'error', module: ZAP }] });
  expect(linked.findings[0]?.message).toContain(`imports ${OTHER} → ${ZAP}`);
});

it('finds a source that go.sum does not name', async () => {
  const { verdict, findings } = await verify('fmt', true, 'h1:another=');
  expect(verdict).toBe('fails');
  const [finding] = findings.filter(({ id }) => id === 'go-sum');
  expect(finding).toMatchObject({
    severity: 'error',
    module: OTHER,
    location: { file: 'go.sum' },
    expected: 'h1:another=',
    actual: sumOf('fmt'),
    message: expect.stringMatching(/^file:.*\/example\.com\/other\/@v\/v1\.2\.0\.zip is not the source of/),
  });
  // Of a source that is not believed, nothing is concluded.
  expect(findings.filter(({ module }) => module === ZAP)).toMatchObject([{ severity: 'undecided' }]);
});

describe('what stays unknown, and why', () => {
  let server: Server;
  let base = '';

  beforeAll(async () => {
    server = createServer((request, response) =>
      response.writeHead(Number(request.url?.split('/')[1])).end(),
    );
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(() => new Promise((closed) => server.close(closed)));

  async function reasonWith(settings: Record<string, string>, change: (goSum: string) => string = (s) => s) {
    const files = pinned([OTHER, ZAP], { [OTHER]: 'v1.2.0', [ZAP]: 'v1.20.0' });
    const goSum = change(String(files['go.sum']));
    const root = workspace({ ...files, 'go.sum': goSum, 'main.go': mainGo(OTHER) });
    const env = { GOENV: 'off', ...settings };
    const outcome = await one(
      openWorkspace({ root, release: RELEASE, env }).verify(['.'], { only: true, online: true }),
    );
    const zap = outcome.findings.find(({ module }) => module === ZAP);
    expect(zap?.severity).toBe('undecided');
    const [, reason, command] = /imports of example\.com\/other \((.*)\) are not known: (.*)\)$/.exec(
      zap?.message ?? '',
    ) ?? [zap?.message];
    expect(command).toBe('npx nakama-pins verify --proof compiled . decides');
    return reason;
  }

  it.each([
    [{ GOPROXY: 'off' }, `${OTHER}@v1.2.0 can't be downloaded: GOPROXY is off`],
    [{ GOPROXY: 'direct' }, 'which only go can read (GOPROXY is direct)'],
    [{ GOPRIVATE: 'example.com' }, 'which only go can read (GOPRIVATE names it)'],
  ])('by the settings %j', async (settings: Record<string, string>, reason) => {
    expect(await reasonWith(settings)).toContain(reason);
  });

  it.each(['404 Not Found', '410 Gone', '403 Forbidden'])('where a proxy answers %s', async (status) => {
    const proxy = `${base}/${status.slice(0, 3)}`;
    expect(await reasonWith({ GOPROXY: proxy })).toBe(`${proxy}/${OTHER}/@v/v1.2.0.zip answers ${status}`);
  });

  it('where no proxy can be reached', async () => {
    const closed = createServer();
    await new Promise<void>((ready) => closed.listen(0, '127.0.0.1', ready));
    const proxy = `http://127.0.0.1:${(closed.address() as AddressInfo).port}`;
    await new Promise((end) => closed.close(end));
    expect(await reasonWith({ GOPROXY: proxy })).toBe(
      `${proxy}/${OTHER}/@v/v1.2.0.zip can't be reached: ECONNREFUSED`,
    );
  });

  it('where go.sum has no hash of the source', async () => {
    const without = (goSum: string): string => goSum.replace(/.*other v1\.2\.0 h1.*\n/, '');
    expect(await reasonWith({ GOPROXY: 'off' }, without)).toBe(`go.sum has no hash of ${OTHER} v1.2.0`);
  });
});
