import { createHash } from 'node:crypto';
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
    `the imports of ${OTHER} are not known: nakama-pins verify --online . reads them`,
  );
  expect(await verify('fmt', true)).toMatchObject({ verdict: 'loads', findings: [] });
  const linked = await verify(ZAP, true);
  expect(linked).toMatchObject({ verdict: 'fails', findings: [{ severity: 'error', module: ZAP }] });
  expect(linked.findings[0]?.message).toContain(`imports ${OTHER} → ${ZAP}`);
});

it('does not believe a source that go.sum does not name', async () => {
  expect((await verify('fmt', true, 'h1:another=')).verdict).toBe('unknown');
});
