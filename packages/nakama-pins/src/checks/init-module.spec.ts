import { brief, judge, mainGo, pinned, removeWorkspaces } from '../testing/workspace';

afterEach(removeWorkspaces);

const main = mainGo();

function found(text: string, file = 'main.go'): string[] {
  const { 'go.mod': goMod = '', 'go.sum': goSum = '' } = pinned();
  return brief(
    judge({ 'go.mod': goMod, 'go.sum': goSum, [file]: text }).findings.filter((f) => f.id === 'init-module'),
  );
}

describe('init-module', () => {
  it('takes the signature under any names of imports and parameters', () => {
    const renamed = main
      .replace('\t"github.com', '\tnk "github.com')
      .replaceAll('runtime.', 'nk.')
      .replace(' nk nk.NakamaModule', ' module nk.NakamaModule');
    expect(found(main)).toEqual([]);
    expect(found(renamed)).toEqual([]);
    expect(
      found(
        main.replace(
          /\(ctx.*Initializer\) error/,
          '(context.Context, runtime.Logger, *sql.DB, runtime.NakamaModule, runtime.Initializer) error',
        ),
      ),
    ).toEqual([]);
  });

  it('takes it in a package main below the root', () => {
    expect(found(main, 'cmd/plugin/plugin.go')).toEqual([]);
  });

  it.each([
    ['a value for the pointer', '*sql.DB', 'sql.DB'],
    ['another order', 'logger runtime.Logger, db *sql.DB', 'db *sql.DB, logger runtime.Logger'],
    ['a parameter less', ', initializer runtime.Initializer', ''],
    ['no result', ') error {', ') {'],
    ['two results', ') error {', ') (int, error) {'],
    ["another package's type", 'runtime.Logger', 'context.Logger'],
  ])('refuses %s', (_, from, to) => {
    expect(found(main.replace(from, to))).toEqual(['init-module error - @ main.go:10:1']);
  });

  it('misses it where it is only spoken of', () => {
    const spoken = main.replace(
      'func InitModule(',
      '// func InitModule(\nvar _ = "func InitModule("\nfunc other(',
    );
    expect(found(spoken)).toEqual(['init-module error - @ go.mod:1:1']);
    expect(found(main.replace('func InitModule', 'func (x T) InitModule'))).toEqual([
      'init-module error - @ go.mod:1:1',
    ]);
  });

  it('leaves out files that are not compiled for the server', () => {
    expect(found(`//go:build ignore\n\n${main}`)).toEqual(['init-module error - @ main.go:12:1']);
    expect(found(main, 'main_windows.go')).toEqual(['init-module error - @ main_windows.go:10:1']);
    expect(found(main, 'main_linux.go')).toEqual([]);
  });

  it('says which build tags the file asks for, beside those that are given', () => {
    const { 'go.mod': goMod = '', 'go.sum': goSum = '' } = pinned();
    const files = {
      'go.mod': goMod,
      'go.sum': goSum,
      'main.go': `//go:build nakama && extra && !stub\n\n${main}`,
    };
    const [finding] = judge(files).findings;
    expect(finding?.fix).toContain('"tags": ["nakama","extra"]');
    const settings = (tags: string[]) => ({
      ...files,
      'nakama.json': JSON.stringify({ release: '3.40.0', tags }),
    });
    expect(judge(settings(['nakama', 'extra'])).verdict).toBe('loads');
    expect(judge(settings(['nakama', 'extra', 'stub'])).verdict).toBe('fails');
  });

  it('names the import that gives its types, and the right one', () => {
    const ofFork = main.replace('heroiclabs/nakama-common/runtime', 'heroiclabs/nakama/runtime');
    expect(found(ofFork)).toEqual(['init-module error github.com/heroiclabs/nakama/runtime @ main.go:7:2']);
    const { 'go.mod': goMod = '', 'go.sum': goSum = '' } = pinned();
    const { findings } = judge({ 'go.mod': goMod, 'go.sum': goSum, 'main.go': ofFork });
    expect(findings.find(({ id }) => id === 'init-module')).toMatchObject({
      expected: 'github.com/heroiclabs/nakama-common/runtime',
      actual: 'github.com/heroiclabs/nakama/runtime',
    });
  });

  it('names the package that has it, beside a package main that has not', () => {
    const { 'go.mod': goMod = '', 'go.sum': goSum = '' } = pinned();
    const { findings } = judge({
      'go.mod': goMod,
      'go.sum': goSum,
      'main.go': 'package main\n\nfunc main() {}\n',
      'modules/m.go': main.replace('package main', 'package modules'),
    });
    expect(brief(findings)).toEqual(['init-module error - @ modules/m.go:10:1']);
    expect(findings[0]?.message).toContain(
      'InitModule stands in package modules, the server looks in package main',
    );
    expect(findings[0]?.fix).toContain('import "example.com/arena/modules"');
  });

  it('names the package where it is not main', () => {
    expect(found(main.replace('package main', 'package arena'))).toEqual([
      'init-module error - @ main.go:10:1',
    ]);
  });
});
