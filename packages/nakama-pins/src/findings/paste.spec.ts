import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openWorkspace } from '../open-workspace/open-workspace';
import { buildable, GO_TIMEOUT_MS, goIn, hasGo } from '../testing/go';
import { catalogRelease, type Files, removeWorkspaces, workspace } from '../testing/workspace';
import { FINDING_IDS, type FindingId, FINDINGS } from './registry';
import { pageExample } from './testing/page-example';
import { paste } from './testing/paste';

afterAll(removeWorkspaces);

const PAGES = join(__dirname, '../../../../docs/findings');

/** Only whoever writes the code can: its fix says what the code has to be. */
const OF_CODE: readonly FindingId[] = ['init-module', 'patched-in-server'];

const PASTED = FINDING_IDS.filter((id) => FINDINGS[id].byCheck && !OF_CODE.includes(id));

(hasGo ? describe : describe.skip)('a fix, followed to the letter', () => {
  it.each(PASTED)(
    'takes the finding away, and brings no other: %s',
    async (id) => {
      const { files, dir } = pageExample(readFileSync(join(PAGES, `${id}.md`), 'utf8'));
      const root = workspace(withRealSums(files));
      const findings = async () =>
        (await openWorkspace({ root }).verify([dir])).modules.flatMap((module) => module.findings);
      const before = await findings();
      paste(root, String(before.find((finding) => finding.id === id)?.fix));
      const others = new Set(before.filter((finding) => finding.id !== id).map(({ message }) => message));
      const come = (await findings()).filter(({ message }) => !others.has(message));
      expect(come.map((finding) => `${finding.id}: ${finding.message}`)).toEqual([]);
    },
    GO_TIMEOUT_MS,
  );

  it(
    'of a plugin with vendor/ leaves nothing, whatever hashes go.sum has',
    async () => {
      const files = buildable(['go.uber.org/zap'], { 'go.uber.org/zap': 'v1.27.0' });
      const root = workspace({ ...files, 'nakama.json': '{ "release": "3.40.0" }\n' });
      const { go } = catalogRelease();
      await goIn(root, go, 'mod', 'tidy');
      await goIn(root, go, 'mod', 'vendor');
      const findings = async () => (await openWorkspace({ root }).verify(['.'])).modules[0]?.findings ?? [];
      const before = await findings();
      expect(before.map(({ id }) => id)).toContain('direct-dependency');
      for (const { fix } of before) paste(root, fix);
      expect((await findings()).map(({ message }) => message)).toEqual([]);
    },
    GO_TIMEOUT_MS,
  );
});

/** Pages have hashes that are none, of versions that the catalog has not: Go would stop at them. */
function withRealSums(files: Files): Files {
  const entries = Object.entries(files).map(([file, text]) => [
    file,
    file.endsWith('go.sum') ? String(text).replace(/^.* h1:[xy]=\n/gm, '') : text,
  ]);
  return Object.fromEntries(entries) as Files;
}
