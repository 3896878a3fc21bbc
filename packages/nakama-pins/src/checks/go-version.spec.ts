import { compareGo } from '../go-module/compare-go';
import { openCatalog } from '../releases/catalog';
import { NAKAMA_COMMON } from '../releases/nakama-modules';
import { brief, catalogRelease, type Files, judge, pinned, removeWorkspaces } from '../testing/workspace';

afterEach(removeWorkspaces);

function withGo(line: string): Files {
  const files = pinned();
  return { ...files, 'go.mod': String(files['go.mod']).replace('go 1.26.5\n', line) };
}

/** The go-version findings alone: another release has other pins. */
function found(line: string, release?: string): string[] {
  return brief(judge(withGo(line), '.', release).findings.filter((f) => f.id === 'go-version'));
}

describe('go-version', () => {
  it('refuses a go line above the Go of the server', () => {
    expect(found('go 1.26.6\n')).toEqual(['go-version error go @ go.mod:3:1']);
    expect(found('go 1.27\n')).toEqual(['go-version error go @ go.mod:3:1']);
  });

  it("refuses a go line below nakama-common's own, which Go wants raised first", () => {
    expect(judge(withGo('go 1.26.4\n')).findings).toEqual([
      expect.objectContaining({
        id: 'go-version',
        severity: 'error',
        expected: '1.26.5',
        fix: 'go mod edit -go=1.26.5',
      }),
    ]);
  });

  it("knows nakama-common's own line at each release whose Go asks for it", () => {
    const known = openCatalog()
      .list()
      .map(({ version }) => catalogRelease(version))
      .filter(({ go }) => compareGo(go, '1.21') >= 0)
      .map((release) => [release.version, typeof release.module(NAKAMA_COMMON)?.goLine]);
    expect(known).toEqual(known.map(([version]) => [version, 'string']));
  });

  it('warns of a missing go line', () => {
    expect(found('')).toEqual(['go-version warning go @ go.mod:1:1']);
  });

  it('warns of a toolchain line that takes another Go', () => {
    expect(found('go 1.26.5\ntoolchain go1.26.8\n')).toEqual(['go-version warning toolchain @ go.mod:4:1']);
    expect(found('go 1.24.5\ntoolchain go1.26.5\n', '3.30.0')).toEqual([
      'go-version warning toolchain @ go.mod:4:1',
    ]);
  });

  it('refuses a toolchain line that Go wants to remove', () => {
    const finding = 'go-version error toolchain @ go.mod:4:1';
    expect(found('go 1.26.5\ntoolchain go1.26.5\n')).toEqual([finding]);
    expect(found('go 1.26.5\ntoolchain default\n')).toEqual([finding]);
    expect(found('go 1.24.5\ntoolchain go1.20.6\n', '3.30.0')).toEqual([finding]);
  });

  it('knows what a Go before 1.21 can read', () => {
    expect(found('go 1.19\n', '3.15.0')).toEqual([]);
    expect(found('go 1.19.4\n', '3.15.0')).toEqual(['go-version error go @ go.mod:3:1']);
    expect(found('go 1.20\n', '3.15.0')).toEqual(['go-version warning go @ go.mod:3:1']);
    expect(found('go 1.19\ntoolchain go1.19.4\n', '3.15.0')).toEqual([
      'go-version error toolchain @ go.mod:4:1',
    ]);
  });

  it('knows which directives the Go of the server lacks', () => {
    expect(found('go 1.22\ntool golang.org/x/tools/cmd/stringer\n', '3.22.0')).toEqual([
      'go-version error tool @ go.mod:4:1',
    ]);
    expect(found('go 1.24.3\ntool golang.org/x/tools/cmd/stringer\n', '3.27.0')).toEqual([]);
    expect(found('go 1.24.3\nignore ./web\n', '3.27.0')).toEqual(['go-version error ignore @ go.mod:4:1']);
  });

  it('holds the go line of local libraries against the plugin and the server', () => {
    const withLibrary = (go: string): string[] => {
      const { 'go.mod': goMod, ...rest } = pinned();
      const files = {
        ...Object.fromEntries(Object.entries(rest).map(([name, text]) => [`arena/${name}`, text])),
        'arena/go.mod': `${String(goMod)}require example.com/lib v0.0.0\nreplace example.com/lib => ../lib\n`,
        'lib/go.mod': `module example.com/lib\n\ngo ${go}\n`,
      };
      return brief(judge(files, 'arena').findings);
    };
    expect(withLibrary('1.26.5')).toEqual([]);
    expect(withLibrary('1.26.6')).toEqual(['go-version error go @ lib/go.mod:3:1']);
  });
});
