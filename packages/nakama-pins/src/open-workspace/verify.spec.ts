import type { Outcome } from '../findings/outcome';
import { InputError } from '../input/problem';
import { type OpenWorkspace, openWorkspace } from '../open-workspace/open-workspace';
import { verifyAt } from '../testing/one';
import { type Files, pinned, removeWorkspaces, workspace } from '../testing/workspace';

afterEach(removeWorkspaces);

function at(dir: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${dir}/${name}`, text]));
}

function judge(files: Files, dir = 'arena'): Outcome {
  return verifyAt(workspace(files), dir);
}

function verifyAll(files: Files, dirs = ['.']): ReturnType<OpenWorkspace['verify']> {
  return openWorkspace({ root: workspace(files) }).verify(dirs);
}

describe('which release a plugin is judged by', () => {
  it('is that of the nearest nakama.json', () => {
    const files = { ...at('arena', pinned()), 'nakama.json': '{ "release": "3.39.0" }' };
    expect(judge(files).release).toBe('3.39.0');
    expect(judge({ ...files, 'arena/nakama.json': '{ "release": "v3.40" }' })).toMatchObject({
      release: '3.40.0',
      verdict: 'loads',
    });
    expect(judge({ ...files, 'arena/nakama.json': '{ "platforms": ["linux/arm64"] }' }).release).toBe(
      '3.39.0',
    );
  });

  it('is that of the server image, then of the builder image, where no nakama.json names one', () => {
    const builder = { 'arena/Dockerfile': 'FROM heroiclabs/nakama-pluginbuilder:3.39.0\n' };
    expect(judge({ ...at('arena', pinned()), ...builder }).release).toBe('3.39.0');
    const compose = { 'compose.yml': 'services: {n: {image: heroiclabs/nakama:3.38.0}}' };
    expect(judge({ ...at('arena', pinned()), ...builder, ...compose }).release).toBe('3.38.0');
  });

  it('is unknown where nothing names one, and the finding tells which have its nakama-common', () => {
    const report = judge(at('arena', pinned()));
    expect(report).toMatchObject({ verdict: 'unknown', release: null });
    expect(report.findings).toMatchObject([
      { id: 'unknown-release', severity: 'undecided', location: { file: 'arena/go.mod', line: 6 } },
    ]);
    expect(report.findings[0]?.message).toContain('3.40.0');
  });

  it('is refused where nakama.json names one that does not exist, with the nearest', () => {
    const files = { ...at('arena', pinned()), 'nakama.json': '{\n  "release": "3.41.0"\n}' };
    expect(() => judge(files)).toThrow(InputError);
    expect(() => judge(files)).toThrow(/nakama\.json:2:14: .*3\.41\.0.*3\.40\.0/s);
  });

  it('may be one of the workspace’s own', () => {
    const own = '{ "release": "3.40.0-studio", "extends": "3.40.0", "go": "1.26.4" }';
    const files = {
      ...at('arena', pinned()),
      'nakama.json': '{ "release": "3.40.0-studio" }',
      'nakama-releases/3.40.0-studio.json': own,
    };
    expect(judge(files)).toMatchObject({
      release: '3.40.0-studio',
      verdict: 'fails',
      findings: [{ id: 'go-version' }],
    });
  });
});

describe('a workspace', () => {
  const library = { 'lib/go.mod': 'module example.com/lib\n\ngo 1.26\n', 'lib/lib.go': 'package lib\n' };

  it('finds the plugin modules by itself, and no others', async () => {
    const files = {
      ...at('plugins/arena', pinned()),
      ...at('plugins/arena/node_modules/x', pinned()),
      ...at('plugins/arena/vendor/x', pinned()),
      ...at('ignored/arena', pinned()),
      ...at('.hidden/arena', pinned()),
      ...library,
      ...at('kept/arena', pinned()),
      '.gitignore': 'ignored/\nkept/*\n!kept/arena/\n',
      'nakama.json': '{ "release": "3.40.0" }',
    };
    const report = await verifyAll(files);
    expect(report.modules.map((m) => m.dir)).toEqual(['.hidden/arena', 'kept/arena', 'plugins/arena']);
  });

  it('judges a folder that is named, whatever it is', async () => {
    const files = { ...library, 'nakama.json': '{ "release": "3.40.0" }' };
    const report = await verifyAll(files, ['lib']);
    expect(report.modules).toMatchObject([{ dir: 'lib', verdict: 'loads', findings: [] }]);
    const tool = { 'tool/go.mod': 'module example.com/tool\n\ngo 1.26\n', 'tool/main.go': 'package main\n' };
    expect((await verifyAll({ ...files, ...tool }, ['tool'])).modules).toMatchObject([
      { dir: 'tool', verdict: 'fails', findings: [{ id: 'init-module' }] },
    ]);
  });

  it('judges libraries as what they bring into a plugin', async () => {
    const zap = { 'lib/go.mod': 'module example.com/lib\n\ngo 1.26\n\nrequire go.uber.org/zap v1.99.0\n' };
    const files = {
      ...at('arena', pinned()),
      ...zap,
      'lib/lib.go': 'package lib\n\nimport _ "go.uber.org/zap"\n',
      'arena/go.mod': `${String(pinned()['go.mod'])}require example.com/lib v0.0.0\nreplace example.com/lib => ../lib\n`,
      'nakama.json': '{ "release": "3.40.0" }',
    };
    const report = await verifyAll(files);
    expect(report.modules.map((m) => [m.dir, m.verdict])).toEqual([
      ['arena', 'loads'],
      ['lib', 'fails'],
    ]);
  });

  it('refuses two plugins of one module path, unless they are for different releases', async () => {
    const files = { ...at('a', pinned()), ...at('b', pinned()), 'nakama.json': '{ "release": "3.40.0" }' };
    const found = async (more: Files = {}): Promise<string[][]> =>
      (await verifyAll({ ...files, ...more })).modules.map((m) => m.findings.map((f) => f.id));
    expect(await found()).toEqual([['duplicate-plugin-path'], ['duplicate-plugin-path']]);
    expect((await found({ 'b/nakama.json': '{ "release": "3.39.0" }' }))[0]).toEqual([]);
  });

  it('judges the others where one can not be read, and says which', async () => {
    const files = {
      ...at('a', pinned()),
      ...at('b', pinned()),
      'a/go.mod': 'module a\nrequire github.com/heroiclabs/nakama-common (\n',
      'nakama.json': '{ "release": "3.40.0" }',
    };
    const report = await verifyAll(files);
    expect(report.modules).toMatchObject([
      { dir: 'a', verdict: 'unknown', release: '3.40.0', ok: false, problems: [{ file: 'a/go.mod' }] },
      { dir: 'b', verdict: 'loads', ok: true },
    ]);
    expect(report.exitCode).toBe(2);
    expect(report.problems).toMatchObject([{ file: 'a/go.mod', position: { line: 3 } }]);
  });
});
