import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openWorkspace } from '../open-workspace/open-workspace';
import { buildable, describeWithGo, GO_TIMEOUT_MS } from '../testing/go';
import { one } from '../testing/one';
import { type Files, mainGo, removeWorkspaces, workspace } from '../testing/workspace';
import { findGo, runGo } from '../toolchain/go-command';
import { goEnvironment } from '../toolchain/go-environment';
import { renderTidyOutcome } from './tidy-text';

jest.setTimeout(GO_TIMEOUT_MS);
afterAll(removeWorkspaces);

const arena = (files: Files, release = '3.40.0') =>
  workspace({
    'nakama.json': `{ "release": "${release}" }\n`,
    ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`plugins/arena/${path}`, text])),
  });

const tidyAt = (root: string, dir: string, fix = false, env: NodeJS.ProcessEnv = process.env) =>
  one(openWorkspace({ root, env }).tidy([dir], { only: true, fix }));

const tidy = (root: string, fix = false) => tidyAt(root, 'plugins/arena', fix);

const read = (root: string, file: string): string => readFileSync(join(root, 'plugins/arena', file), 'utf8');

/** What go itself says and does. */
async function goModTidy(root: string, ...flags: string[]): Promise<string> {
  const env = goEnvironment({ version: '1.26.5', base: process.env });
  const cwd = join(root, 'plugins/arena');
  const { stdout } = await runGo({ go: findGo(env) ?? 'go', args: ['mod', 'tidy', ...flags], cwd, env });
  return stdout;
}

/** Pinned to 3.20.0; only its test uses a module that asks for a newer protobuf than that server has. */
const LOSING: Files = {
  'go.mod': `module example.com/arena

go 1.21.5

require github.com/heroiclabs/nakama-common v1.30.1

require github.com/golang/protobuf v1.5.4

require google.golang.org/protobuf v1.31.0 // indirect
`,
  'go.sum': `github.com/golang/protobuf v1.5.4 h1:i7eJL8qZTpSEXOPTxNKhASYpMn+8e5Q6AdndVa1dWek=
github.com/golang/protobuf v1.5.4/go.mod h1:lnTiLA8Wa4RWRcIUkrtSVa5nRhsEGBg48fD6rSs7xps=
github.com/heroiclabs/nakama-common v1.30.1 h1:2lnP71Rgix/WDbvq4hQ2EoecEiItJtMHcRLdZXpUpeo=
github.com/heroiclabs/nakama-common v1.30.1/go.mod h1:Os8XeXGvHAap/p6M/8fQ3gle4eEXDGRQmoRNcPQTjXs=
google.golang.org/protobuf v1.31.0 h1:g0LDEJHgrBl9N9r17Ru3sqWhkIx2NB67okBHPwC7hs8=
google.golang.org/protobuf v1.31.0/go.mod h1:HV8QOd/L58Z+nl8r43ehVNZIU/HEI6OcFqwMG9pJV4I=
`,
  'main.go': mainGo(),
  'main_test.go': 'package main\n\nimport _ "github.com/golang/protobuf/proto"\n',
};

describeWithGo('a tidier', () => {
  it('is content with what go mod tidy is content with', async () => {
    const root = arena(buildable());
    await goModTidy(root);
    expect(await goModTidy(root, '-diff')).toBe('');
    expect(await tidy(root)).toMatchObject({
      dir: 'plugins/arena',
      go: '1.26.5',
      changes: [],
      isWorse: false,
      written: false,
    });
  });

  it('changes what go mod tidy changes, and keeps the line breaks', async () => {
    const files = buildable();
    const untidy = {
      ...files,
      'go.mod': `${files['go.mod']}\nrequire go.uber.org/zap v1.28.0\n`.replaceAll('\n', '\r\n'),
    };
    const [ours, theirs] = [arena(untidy), arena(untidy)];
    const { changes, isWorse } = await tidy(ours);
    expect(isWorse).toBe(false);
    expect(changes.map(({ file }) => file)).toContain('plugins/arena/go.mod');
    expect(read(ours, 'go.mod')).toBe(untidy['go.mod']);
    // Its first run leaves a block that its second takes apart.
    await goModTidy(theirs);
    await goModTidy(theirs);
    expect((await tidy(ours, true)).written).toBe(true);
    expect(read(ours, 'go.mod').replaceAll('\r\n', '\n')).toBe(
      read(theirs, 'go.mod').replaceAll('\r\n', '\n'),
    );
    expect(read(ours, 'go.mod')).toMatch(/^module example\.com\/arena\r\n/);
    expect(read(ours, 'go.sum')).toBe(read(theirs, 'go.sum'));
    expect((await tidy(ours)).changes).toEqual([]);
  });

  it('never writes what makes a plugin fail that loaded, and names the pin that would be lost', async () => {
    const root = arena(LOSING, '3.20.0');
    const outcome = await tidy(root, true);
    expect(outcome).toMatchObject({ isWorse: true, written: false, losses: { verdict: 'fails' } });
    expect(outcome.losses?.findings.map(({ module, actual }) => `${module} ${actual}`)).toEqual([
      'google.golang.org/protobuf v1.33.0',
    ]);
    expect(read(root, 'go.mod')).toBe(LOSING['go.mod']);
    const text = renderTidyOutcome(outcome, { color: false, tidyCommand: 'T', pinCommand: 'nx pin arena' });
    expect(text).toContain('-require google.golang.org/protobuf v1.31.0 // indirect\n');
    expect(text).toMatch(/\n {2}fix: nx pin arena, which tidies it and keeps the pins: .*$/);
  });

  it('tidies what fails anyway, and names what is lost besides', async () => {
    const root = arena(
      { ...LOSING, 'main.go': mainGo().replace('error {', '{').replace('return nil', '') },
      '3.20.0',
    );
    const outcome = await tidy(root, true);
    expect(outcome).toMatchObject({ isWorse: false, written: true, losses: { verdict: 'fails' } });
    expect(read(root, 'go.mod')).toContain('google.golang.org/protobuf v1.33.0');
    const text = renderTidyOutcome(outcome, { color: false, tidyCommand: 'T', pinCommand: 'nx pin arena' });
    expect(text).toMatch(/\n {2}fix: nx pin arena$/);
  });

  it('explains why Go would not tidy, in words of the module, and needs no go on PATH to say so', async () => {
    const root = arena({ 'go.mod': 'module example.com/arena\n\ngo 1.99\n', 'arena.go': 'package arena\n' });
    const { failure } = await tidy(root);
    expect(failure?.lines.join()).toContain('1.99');
    expect(failure?.lines.join()).not.toContain('nakama-pin-');
    const nowhere = { PATH: '', GOPROXY: 'off', NAKAMA_PINS_CACHE: root };
    await expect(tidyAt(root, 'plugins/arena', false, nowhere)).rejects.toThrow("go1.26.5 can't be had");
  });

  it('says where nothing names a release', async () => {
    const root = workspace({
      'go.mod': 'module example.com/arena\n\ngo 1.26.5\n',
      'arena.go': 'package arena\n',
    });
    const outcome = await tidyAt(root, '.');
    expect(outcome).toMatchObject({ release: null, verdict: 'unknown', changes: [], ok: false });
    expect(outcome.findings).toMatchObject([
      { id: 'unknown-release', location: { file: 'go.mod', line: 1 } },
    ]);
  });
});
