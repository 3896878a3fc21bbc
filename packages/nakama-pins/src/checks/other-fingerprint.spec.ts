import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../findings/outcome';
import { openWorkspace } from '../open-workspace/open-workspace';
import { buildable, describeWithGo, GO_TIMEOUT_MS, goIn } from '../testing/go';
import { one, verifyAt } from '../testing/one';
import {
  brief,
  catalogRelease,
  type Files,
  judge,
  mainGo,
  pinned,
  removeWorkspaces,
  workspace,
} from '../testing/workspace';

jest.setTimeout(GO_TIMEOUT_MS);
afterAll(removeWorkspaces);

const RUNTIME = 'github.com/heroiclabs/nakama-common/runtime';
const XXHASH = 'github.com/cespare/xxhash/v2';
const MULTIERR = 'go.uber.org/multierr';
const BLUGE = 'github.com/blugelabs/bluge';

/** An edit of one vendored file: what the committed files say then, and what Go makes of it. */
interface Row {
  readonly name: string;
  readonly file: string;
  /** Undefined: the file is deleted; of a file that does not exist, the text is empty. */
  readonly edit?: (text: string) => string;
  readonly declared: Outcome['verdict'];
  readonly compiled: Outcome['verdict'];
  readonly found: readonly string[];
}

const RUNTIME_GO = `vendor/${RUNTIME}/runtime.go`;
const XXHASH_GO = `vendor/${XXHASH}/xxhash.go`;

const ROWS: readonly Row[] = [
  {
    name: 'a blank line above exported names',
    file: RUNTIME_GO,
    edit: (text) => `\n${text}`,
    declared: 'fails',
    compiled: 'fails',
    found: [`other-fingerprint error github.com/heroiclabs/nakama-common @ ${RUNTIME_GO}:1:1`],
  },
  {
    name: 'a comment below them',
    file: RUNTIME_GO,
    edit: (text) => `${text}// read\n`,
    declared: 'loads',
    compiled: 'loads',
    found: [],
  },
  {
    name: 'other ends of lines',
    file: RUNTIME_GO,
    edit: (text) => text.replaceAll('\n', '\r\n'),
    declared: 'loads',
    compiled: 'loads',
    found: [],
  },
  {
    name: 'another exported function',
    file: `vendor/${MULTIERR}/error.go`,
    edit: (text) => `${text}\nfunc Added() {}\n`,
    declared: 'fails',
    compiled: 'fails',
    found: [`other-fingerprint error ${MULTIERR} @ vendor/${MULTIERR}/error.go:1:1`],
  },
  {
    name: 'another type in an exported signature',
    file: XXHASH_GO,
    edit: (text) => text.replace('func (d *Digest) Size() int {', 'func (d *Digest) Size() i64 {'),
    declared: 'fails',
    compiled: 'fails',
    found: [`other-fingerprint error ${XXHASH} @ ${XXHASH_GO}:1:1`],
  },
  {
    name: 'a constant in an inlined body',
    file: XXHASH_GO,
    edit: (text) => text.replace('11400714785074694791', '11400714785074694790'),
    declared: 'unknown',
    compiled: 'fails',
    found: [`other-fingerprint undecided ${XXHASH} @ ${XXHASH_GO}:1:1`],
  },
  {
    name: 'a text in a body that is not inlined',
    file: XXHASH_GO,
    edit: (text) => text.replace('invalid hash state size', 'invalid hash state SIZE'),
    declared: 'unknown',
    compiled: 'loads',
    found: [`other-fingerprint undecided ${XXHASH} @ ${XXHASH_GO}:1:1`],
  },
  {
    name: 'a file that exports nothing',
    file: `vendor/${XXHASH}/added.go`,
    edit: () => 'package xxhash\n\nfunc added() {}\n',
    declared: 'unknown',
    compiled: 'fails',
    found: [`other-fingerprint undecided ${XXHASH} @ vendor/${XXHASH}/added.go:1:1`],
  },
  {
    name: 'a deleted file',
    file: `vendor/${XXHASH}/xxhash_unsafe.go`,
    declared: 'fails',
    compiled: 'fails',
    found: [`other-fingerprint error ${XXHASH} @ go.mod:8:31`],
  },
  {
    name: 'assembly, which no fingerprint has',
    file: `vendor/${XXHASH}/xxhash_amd64.s`,
    edit: (text) => `${text}// read\n`,
    declared: 'loads',
    compiled: 'loads',
    found: [`other-fingerprint warning ${XXHASH} @ vendor/${XXHASH}/xxhash_amd64.s:1:1`],
  },
  {
    name: 'deleted assembly',
    file: `vendor/${XXHASH}/xxhash_amd64.s`,
    declared: 'fails',
    compiled: 'fails',
    found: [`other-fingerprint error ${XXHASH} @ go.mod:8:31`],
  },
  {
    name: 'a file for another processor',
    file: `vendor/${XXHASH}/xxhash_arm64.s`,
    edit: (text) => `${text}// read\n`,
    declared: 'loads',
    compiled: 'loads',
    found: [],
  },
  {
    name: 'the only file of a package',
    file: `vendor/${RUNTIME}/runtime.go`,
    edit: () => 'package runtime\n',
    declared: 'fails',
    compiled: 'fails',
    found: [`other-fingerprint error github.com/heroiclabs/nakama-common @ ${RUNTIME_GO}:1:1`],
  },
];

describeWithGo('what is compiled from vendor/', () => {
  let root: string;

  beforeAll(async () => {
    root = workspace({ 'nakama.json': '{ "release": "3.40.0" }\n', ...buildable([MULTIERR, XXHASH]) });
    await goIn(root, '1.26.5', 'mod', 'vendor');
  });

  it('loads if it is as go mod vendor writes it', () => {
    expect(verifyAt(root)).toMatchObject({ verdict: 'loads', findings: [] });
  });

  it.each(ROWS)('is compared with the published files: $name', async (row) => {
    const file = join(root, row.file);
    const before = readIfExists(file);
    const after = row.edit?.(before?.toString() ?? '');
    expect(after).not.toBe(before?.toString());
    if (after === undefined) rmSync(file);
    else writeFileSync(file, after);
    try {
      const declared = verifyAt(root);
      expect(brief(declared.findings)).toEqual(row.found);
      expect(declared.verdict).toBe(row.declared);
      expect((await compiled(root)).verdict).toBe(row.compiled);
    } finally {
      if (before) writeFileSync(file, before);
      else rmSync(file);
    }
  });

  it('is compared in the folder of a replace, too', async () => {
    const copy = join(root, 'copy');
    cpSync(join(root, 'vendor', MULTIERR), copy, { recursive: true });
    const files: Files = buildable([MULTIERR, XXHASH]);
    const replaced = workspace({
      'nakama.json': '{ "release": "3.40.0" }\n',
      ...files,
      'go.mod': `${String(files['go.mod'])}\nreplace ${MULTIERR} => ./copy\n`,
    });
    cpSync(copy, join(replaced, 'copy'), { recursive: true });
    writeFileSync(join(replaced, 'copy/go.mod'), `module ${MULTIERR}\n\ngo 1.19\n`);
    const same = verifyAt(replaced);
    expect(brief(same.findings)).toEqual([`replace-hides-version warning ${MULTIERR} @ go.mod:12:1`]);
    expect([same.verdict, (await compiled(replaced)).verdict]).toEqual(['loads', 'loads']);

    const file = join(replaced, 'copy/error.go');
    writeFileSync(file, `\n${readFileSync(file, 'utf8')}`);
    const edited = verifyAt(replaced);
    expect(brief(edited.findings)).toEqual([`other-fingerprint error ${MULTIERR} @ copy/error.go:1:1`]);
    expect(edited.findings[0]?.fix).toMatch(
      /^go mod edit -dropreplace=go\.uber\.org\/multierr, or make \.\/copy equal to/,
    );
    expect([edited.verdict, (await compiled(replaced)).verdict]).toEqual(['fails', 'fails']);
  });
});

describe('a copy of a version whose published files the catalog does not have', () => {
  const COMMON = 'github.com/heroiclabs/nakama-common';
  const COPY: Files = {
    'api/api.go': 'package api\n',
    'rtapi/rtapi.go': 'package rtapi\n',
    'runtime/runtime.go': `package runtime\n\nimport (\n\t_ "${COMMON}/api"\n\t_ "${COMMON}/rtapi"\n)\n`,
  };
  const within = (folder: string): Files =>
    Object.fromEntries(Object.entries(COPY).map(([path, text]) => [`${folder}/${path}`, text]));

  /** Versions that no proxy serves. */
  it.each(['3.36.0', '3.34.1', '3.33.0', '3.8.0', '3.6.0', '3.2.0', '3.1.0'])(
    'is not called right: %s',
    (release) => {
      const { nakamaCommon } = catalogRelease(release);
      const files = pinned([], { [COMMON]: nakamaCommon });
      const replaced = judge(
        {
          ...files,
          'go.mod': `${String(files['go.mod'])}\nreplace ${COMMON} => ./copy\n`,
          ...within('copy'),
          'copy/go.mod': `module ${COMMON}\n\ngo 1.17\n`,
        },
        '.',
        release,
      );
      const vendored = judge(
        {
          ...files,
          'vendor/modules.txt': `# ${COMMON} ${nakamaCommon}\n## explicit\n${COMMON}/runtime\n# google.golang.org/protobuf ${catalogRelease().module('google.golang.org/protobuf')?.version}\n## explicit\n`,
          ...within(`vendor/${COMMON}`),
        },
        '.',
        release,
      );
      for (const { verdict, findings } of [replaced, vendored]) {
        expect(verdict).not.toBe('loads');
        const [finding] = findings.filter(({ id }) => id === 'other-fingerprint');
        expect(finding).toMatchObject({
          severity: 'undecided',
          module: COMMON,
          fix: expect.stringContaining('npx nakama-pins verify --proof compiled .'),
        });
      }
    },
  );
});

describe('a patched package in vendor/', () => {
  it('is left to the finding about it: no published file is the right one', () => {
    const release = ['github.com/heroiclabs/nakama-common', 'google.golang.org/protobuf', BLUGE];
    const files: Files = { ...pinned([BLUGE]), 'main.go': mainGo(`${BLUGE}/search`) };
    const modulesTxt = String(files['go.mod'])
      .split('\n')
      .flatMap((line) => {
        const [path = '', version = ''] = line.trim().split(' ');
        return release.includes(path) ? [`# ${path} ${version}\n## explicit\n`] : [];
      })
      .join('');
    const report = judge({
      ...files,
      'vendor/modules.txt': `${modulesTxt}${BLUGE}/search\n`,
      [`vendor/${BLUGE}/search/search.go`]: 'package search\n\nfunc Patched() {}\n',
    });
    expect(report.findings.map((f) => f.id)).toContain('patched-in-server');
    expect(report.findings.map((f) => f.id)).not.toContain('other-fingerprint');
  });
});

function compiled(root: string): Promise<Outcome> {
  return one(openWorkspace({ root }).verify(['.'], { only: true, proof: 'compiled' }));
}

function readIfExists(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
