import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openWorkspace } from '../open-workspace/open-workspace';
import { describeWithGo, GO_TIMEOUT_MS, goIn } from '../testing/go';
import { one, verifyAt } from '../testing/one';
import {
  brief,
  catalogRelease,
  type Files,
  mainGo,
  pinned,
  RELEASE,
  removeWorkspaces,
  workspace,
} from '../testing/workspace';

afterEach(removeWorkspaces);

const ZAP = 'go.uber.org/zap';
const OTHER = 'example.com/other';
const FORK = 'example.com/fork';

interface Entry {
  readonly path?: string;
  readonly version?: string;
  readonly sum?: string;
  /** What the root package imports. */
  readonly imports?: readonly string[];
}

/** A nakama-imports.json with an entry a line, from line 2 on. */
function listing(...entries: readonly Entry[]): string {
  const modules = entries.map(({ path = OTHER, version = 'v1.2.0', sum = 'h1:x=', imports = [] }) =>
    JSON.stringify({ path, version, sum, packages: { '.': imports } }),
  );
  return `{ "version": 1, "modules": [\n${modules.join(',\n')}\n] }\n`;
}

/** A plugin that imports a module which only the file knows, and requires zap at another version than the server's. */
function plugin(entry: Entry, more = ''): Files {
  const files = pinned([OTHER, ZAP], { [OTHER]: 'v1.2.0', [ZAP]: 'v1.20.0' });
  return {
    ...files,
    'go.mod': `${String(files['go.mod'])}${more}`,
    'go.sum': `${String(files['go.sum'])}${FORK} v1.3.0 h1:x=\n${FORK} v1.3.0/go.mod h1:y=\n`,
    'main.go': mainGo(OTHER),
    'nakama-imports.json': listing(entry),
  };
}

const REPLACED = `\nreplace ${OTHER} => ${FORK} v1.3.0\n`;

const verified = (files: Files) => verifyAt(workspace(files), '.', RELEASE);

describe('imports-out-of-step', () => {
  it('is silent about an entry of the very source that is compiled', () => {
    expect(verified(plugin({}))).toMatchObject({ verdict: 'loads', findings: [] });
    const fork = { path: FORK, version: 'v1.3.0' };
    expect(verified(plugin(fork, REPLACED))).toMatchObject({ verdict: 'loads', findings: [] });
  });

  it.each([
    [
      'another version',
      { version: 'v1.1.0' },
      '',
      `${OTHER} v1.1.0 imports, but the plugin is built with v1.2.0`,
    ],
    ['another hash', { sum: 'h1:z=' }, '', 'of source with the hash h1:z=, and go.sum has h1:x='],
    [
      'a module that no go.mod requires',
      { path: 'example.com/gone' },
      '',
      'example.com/gone v1.2.0 imports, but no go.mod requires the module',
    ],
    ['a module that is replaced', {}, REPLACED, `${OTHER} v1.2.0 imports, but no go.mod requires the module`],
  ])('warns of %s, which decides nothing', (_, entry: Entry, more, words) => {
    for (const imports of [[], [ZAP]]) {
      const { verdict, findings } = verified(plugin({ ...entry, imports }, more));
      // As without the file: what the module imports is not known.
      expect([verdict, brief(findings.filter(({ severity }) => severity !== 'warning'))]).toEqual([
        'unknown',
        [`transitive-dependency undecided ${ZAP} @ go.mod:9:18`],
      ]);
      const warnings = findings.filter(({ severity }) => severity === 'warning');
      expect(warnings).toMatchObject([
        {
          id: 'imports-out-of-step',
          location: { file: 'nakama-imports.json', line: 2 },
          message: expect.stringContaining(words),
          fix: 'npx nakama-pins pin .',
        },
      ]);
    }
  });

  it('says nothing of entries that vendor/ is read in place of', () => {
    const vendored = {
      'vendor/modules.txt': `# ${OTHER} v1.2.0\n## explicit\n${OTHER}\n`,
      'vendor/example.com/other/other.go': 'package other\n',
    };
    const { findings } = verified({ ...plugin({ version: 'v1.1.0' }), ...vendored });
    expect(findings.filter(({ id }) => id === 'imports-out-of-step')).toEqual([]);
  });
});

describeWithGo('what pin makes of entries that are out of step', () => {
  const XID = 'github.com/rs/xid';

  it(
    'writes those of the sources that are compiled, and no others',
    async () => {
      const { go, nakamaCommon } = catalogRelease();
      const root = workspace({
        'go.mod': `module example.com/arena\n\ngo ${go}\n\nrequire (\n\tgithub.com/heroiclabs/nakama-common ${nakamaCommon}\n\t${XID} v1.6.0\n)\n`,
        'main.go': mainGo(XID),
        'nakama-imports.json': listing({ path: 'example.com/gone' }, { path: XID, version: 'v1.5.0' }),
      });
      await goIn(root, go, 'mod', 'tidy');
      const file = join(root, 'nakama-imports.json');
      const open = () => openWorkspace({ root, release: RELEASE });
      const pin = () => one(open().pin(['.'], { only: true, write: true }));
      const listed = () => (JSON.parse(readFileSync(file, 'utf8')) as { modules: Entry[] }).modules;
      expect(await pin()).toMatchObject({ verdict: 'loads', findings: [], written: true });
      const [entry, ...others] = listed();
      expect([entry?.path, entry?.version, others]).toEqual([XID, 'v1.6.0', []]);
      expect(await pin()).toMatchObject({ changes: [] });
      const right = readFileSync(file, 'utf8');
      writeFileSync(file, right.replace(String(entry?.sum), 'h1:another='));
      expect((await one(open().verify(['.'], { only: true }))).findings).toMatchObject([
        { id: 'imports-out-of-step', expected: entry?.sum, actual: 'h1:another=' },
      ]);
      expect(await pin()).toMatchObject({ findings: [], written: true });
      expect(readFileSync(file, 'utf8')).toBe(right);
    },
    GO_TIMEOUT_MS,
  );
});
