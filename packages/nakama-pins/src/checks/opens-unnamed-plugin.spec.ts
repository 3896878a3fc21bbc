import type { Finding } from '../findings/finding';
import { type Files, judge, mainGo, pinned, removeWorkspaces } from '../testing/workspace';

afterEach(removeWorkspaces);

const HIRO = 'github.com/heroiclabs/hiro';

/** A main.go that imports a package and has these lines in InitModule. */
function main(imported: string, ...lines: string[]): Files {
  return {
    'main.go': mainGo()
      .replace('"database/sql"', `"database/sql"\n\t${imported}`)
      .replace('\treturn nil', `${lines.map((line) => `\t${line}\n`).join('')}\treturn nil`),
  };
}

function found(files: Files, dir = '.'): Finding[] {
  return judge({ ...pinned(), ...files }, dir).findings.filter(({ id }) => id === 'opens-unnamed-plugin');
}

/** The paths that are said to be opened. */
function opened(files: Files): (string | undefined)[] {
  return found(files).map(({ message }) => / opens (.*?)(?: as a plugin|, and)/.exec(message)?.[1]);
}

describe('a plugin that opens another', () => {
  it('is warned of, at the call, with the line for nakama.json', () => {
    const [warning] = found(main('"plugin"', 'plugin.Open("./lib/x.bin")'));
    expect(warning).toMatchObject({
      severity: 'warning',
      location: { file: 'main.go', line: 12, column: 2 },
    });
    expect(warning?.fix).toContain('write in nakama.json: "opens": ["lib/x.bin"]');
  });

  it.each<[string, Files]>([
    ['under another name', main('goplugin "plugin"', 'goplugin.Open("x.bin")')],
    ['after a dot import', main('. "plugin"', 'Open("x.bin")')],
    ['by Hiro', main(`"${HIRO}"`, 'hiro.Init(ctx, logger, nk, initializer, "x.bin", "licence")')],
    [
      'by a constant of another file',
      { ...main('"plugin"', 'plugin.Open(path)'), 'path.go': 'package main\n\nconst path = "x.bin"\n' },
    ],
    [
      'in a package of its own',
      {
        'main.go': mainGo('example.com/arena/lib'),
        'lib/lib.go': 'package lib\n\nimport "plugin"\n\nvar P, _ = plugin.Open("x.bin")\n',
      },
    ],
  ])('is found if it does so %s', (_, files) => {
    expect(opened(files)).toEqual(['x.bin']);
  });

  it('is found if a local library does so', () => {
    const lines = '\nrequire example.com/lib v0.0.0\n\nreplace example.com/lib => ../lib\n';
    const files = {
      'arena/go.mod': `${String(pinned()['go.mod'])}${lines}`,
      'arena/go.sum': String(pinned()['go.sum']),
      'arena/main.go': mainGo('example.com/lib'),
      'lib/go.mod': 'module example.com/lib\n\ngo 1.26\n',
      'lib/lib.go': 'package lib\n\nimport "plugin"\n\nvar P, _ = plugin.Open("x.bin")\n',
    };
    expect(found(files, 'arena')).toMatchObject([{ location: { file: 'lib/lib.go', line: 5, column: 12 } }]);
    expect(found(files, 'arena')[0]?.fix).toContain('arena/nakama.json');
  });

  it('is told that a path can’t be read, and may say that there is none', () => {
    const files = main('"plugin"', 'plugin.Open(os.Getenv("PLUGIN"))');
    expect(found(files)[0]?.message).toContain('not written as a text');
    expect(found({ ...files, 'nakama.json': '{ "opens": [] }' })).toEqual([]);
  });

  it('is not warned of in tests, in files for other systems, nor without a call', () => {
    const open = main('"plugin"', 'plugin.Open("x.bin")')['main.go'] ?? '';
    expect(found({ 'main_test.go': open })).toEqual([]);
    expect(found({ 'darwin_darwin.go': String(open).replace('InitModule', 'other') })).toEqual([]);
    expect(found(main('"plugin"', 'var _ *plugin.Plugin'))).toEqual([]);
  });

  it.each([
    ['"x.bin"', '["x.bin"]', true],
    ['"./lib/x.bin"', '["./lib/x.bin"]', true],
    ['"lib/x.bin"', '["bin/lib/x.bin"]', true],
    ['"modules/lib/x.bin"', '["lib/x.bin"]', true],
    ['"/nakama/data/modules/lib/x.bin"', '["bin/x.bin"]', true],
    ['"lib/x.bin"', '["lib/y.bin"]', false],
    ['"lib/x.bin"', '["bin/x.bin"]', false],
    ['"lib/x.bin"', '[]', false],
  ])('of %s is named by %s: %s', (path, opens, isNamed) => {
    const files = { ...main('"plugin"', `plugin.Open(${path})`), 'nakama.json': `{ "opens": ${opens} }` };
    expect(found(files).length === 0).toBe(isNamed);
  });

  it('needs one name of those that a variable has', () => {
    const files = main(
      '"plugin"',
      'file := "x.bin"',
      'if arm {',
      '\tfile = "x-arm64.bin"',
      '}',
      'plugin.Open(file)',
    );
    expect(opened(files)).toEqual(['x-arm64.bin or x.bin']);
    expect(opened({ ...files, 'nakama.json': '{ "opens": ["x.bin"] }' })).toEqual([]);
  });
});

it.each(['["/abs/x.bin"]', '["a//x.bin"]', '["a\\\\x.bin"]', '[""]', '"x.bin"', '["x.bin", "x.bin"]'])(
  'nakama.json with "opens": %s is refused',
  (opens) => {
    expect(() => found({ 'nakama.json': `{ "opens": ${opens} }` })).toThrow('nakama.json:1:');
  },
);
