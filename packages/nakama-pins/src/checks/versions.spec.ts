import { brief, judge, mainGo, pinned, removeWorkspaces } from '../testing/workspace';

afterEach(removeWorkspaces);

const ZAP = 'go.uber.org/zap';
const MULTIERR = 'go.uber.org/multierr';

describe('versions of shared modules', () => {
  it('lets a plugin load that is pinned to the release', () => {
    expect(judge(pinned())).toMatchObject({
      verdict: 'loads',
      findings: [],
      release: '3.40.0',
      module: 'example.com/arena',
    });
  });

  it('names another nakama-common, where it stands, and the version to write', () => {
    const report = judge(pinned([], { 'github.com/heroiclabs/nakama-common': 'v1.45.0' }));
    expect(report.verdict).toBe('fails');
    expect(report.findings).toEqual([
      expect.objectContaining({
        id: 'nakama-common',
        proof: 'declared',
        location: { file: 'go.mod', line: 6, column: 38 },
        expected: 'v1.47.0',
        actual: 'v1.45.0',
        fix: 'go mod edit -require=github.com/heroiclabs/nakama-common@v1.47.0 && go mod download github.com/heroiclabs/nakama-common@v1.47.0',
      }),
    ]);
  });

  it("finds the documentation's example: zap right, its multierr too old", () => {
    const files = { ...pinned([ZAP, MULTIERR], { [MULTIERR]: 'v1.10.0' }), 'main.go': mainGo(ZAP) };
    const report = judge(files);
    expect(brief(report.findings)).toEqual([`transitive-dependency error ${MULTIERR} @ go.mod:9:23`]);
    expect(report.findings[0]?.message).toContain(`main.go:6 imports ${ZAP} → ${MULTIERR}`);
  });

  it('tells direct from transitive by what the plugin imports, not by the comment', () => {
    const files = {
      ...pinned([ZAP, MULTIERR], { [ZAP]: 'v1.27.0', [MULTIERR]: 'v1.10.0' }),
      'main.go': mainGo(ZAP, MULTIERR),
    };
    expect(judge(files).findings.map((f) => f.id)).toEqual(['direct-dependency', 'direct-dependency']);
  });

  it('reports all mismatches at once, in the order of the file', () => {
    const versions = {
      'github.com/heroiclabs/nakama-common': 'v1.45.0',
      'google.golang.org/protobuf': 'v1.36.10',
    };
    expect(brief(judge(pinned([], versions)).findings)).toEqual([
      'nakama-common error github.com/heroiclabs/nakama-common @ go.mod:6:38',
      'transitive-dependency error google.golang.org/protobuf @ go.mod:7:29',
    ]);
  });

  it('takes no offence at a requirement that nothing imports', () => {
    expect(judge(pinned([ZAP], { [ZAP]: 'v1.20.0' })).verdict).toBe('loads');
  });

  it('takes no offence at modules that the server vendors but never links', () => {
    const files = { ...pinned(['github.com/stretchr/testify'], { 'github.com/stretchr/testify': 'v1.8.0' }) };
    expect(judge({ ...files, 'main.go': mainGo('github.com/stretchr/testify/assert') }).verdict).toBe(
      'loads',
    );
  });

  it('leaves files for other platforms and tests out', () => {
    const files = {
      ...pinned([ZAP], { [ZAP]: 'v1.20.0' }),
      'zap_windows.go': `package main\n\nimport _ "${ZAP}"\n`,
      'zap_ignored.go': `//go:build ignore\n\npackage main\n\nimport _ "${ZAP}"\n`,
      'main_test.go': `package main\n\nimport _ "${ZAP}"\n`,
    };
    expect(judge(files).verdict).toBe('loads');
    expect(judge({ ...files, 'zap_linux.go': `package main\n\nimport _ "${ZAP}"\n` }).verdict).toBe('fails');
  });

  it("follows the plugin's own packages and local libraries to what they import", () => {
    const { 'go.mod': goMod, ...rest } = pinned([ZAP], { [ZAP]: 'v1.20.0' });
    const files = {
      ...Object.fromEntries(Object.entries(rest).map(([name, text]) => [`arena/${name}`, text])),
      'arena/go.mod': `${String(goMod)}require example.com/lib v0.0.0\nreplace example.com/lib => ../lib\n`,
      'arena/main.go': mainGo('example.com/arena/internal/rooms'),
      'arena/internal/rooms/rooms.go': 'package rooms\n\nimport _ "example.com/lib/log"\n',
      'lib/go.mod': 'module example.com/lib\n\ngo 1.26\n',
      'lib/log/log.go': `package log\n\nimport _ "${ZAP}"\n`,
    };
    const report = judge(files, 'arena');
    expect(brief(report.findings)).toEqual([`direct-dependency error ${ZAP} @ arena/go.mod:8:18`]);
    expect(report.findings[0]?.message).toContain('lib/log/log.go:3 imports go.uber.org/zap');
  });

  it("counts what a local library requires: the higher version is the build's", () => {
    const { 'go.mod': goMod, ...rest } = pinned([ZAP, MULTIERR]);
    const files = {
      ...Object.fromEntries(Object.entries(rest).map(([name, text]) => [`arena/${name}`, text])),
      'arena/go.mod': `${String(goMod)}require example.com/lib v0.0.0\nreplace example.com/lib => ../lib\n`,
      'arena/main.go': mainGo('example.com/lib'),
      'lib/go.mod': `module example.com/lib\n\ngo 1.26\n\nrequire ${ZAP} v1.99.0\n`,
      'lib/lib.go': `package lib\n\nimport _ "${ZAP}"\n`,
    };
    expect(brief(judge(files, 'arena').findings)).toContain(
      `direct-dependency error ${ZAP} @ lib/go.mod:5:25`,
    );
  });
});

describe('where imports end in packages unknown here', () => {
  const UNKNOWN = 'github.com/acme/telemetry';
  const main = mainGo(UNKNOWN);

  it('lets a plugin load whose every shared requirement is the release’s', () => {
    expect(judge({ ...pinned([ZAP, UNKNOWN]), 'main.go': main }).verdict).toBe('loads');
  });

  it('can not tell by a requirement alone, as the plugin may use none of the packages that the server links', () => {
    const report = judge({ ...pinned([ZAP, UNKNOWN], { [ZAP]: 'v1.20.0' }), 'main.go': main });
    expect(report.verdict).toBe('unknown');
    expect(report.findings).toMatchObject([
      { id: 'transitive-dependency', severity: 'undecided', expected: 'v1.28.0' },
    ]);
    expect(report.findings[0]?.message).toContain(
      `perhaps linked: go.mod requires it, and the imports of ${UNKNOWN} are not known`,
    );
  });

  it('knows from a go.sum without its source hash that a module is not linked', () => {
    const files = pinned([ZAP, UNKNOWN], { [ZAP]: 'v1.20.0' });
    const goSum = String(files['go.sum']).replace(`${ZAP} v1.20.0 h1`, `${ZAP} v1.20.0/go.mod h1`);
    expect(judge({ ...files, 'go.sum': goSum, 'main.go': main }).verdict).toBe('loads');
  });

  it('knows from vendor/modules.txt which packages are linked', () => {
    const files = { ...pinned([ZAP, UNKNOWN], { [ZAP]: 'v1.20.0' }), 'main.go': main };
    const vendored = (zap: string): string =>
      [
        '# github.com/heroiclabs/nakama-common v1.47.0\n## explicit\ngithub.com/heroiclabs/nakama-common/runtime',
        '# google.golang.org/protobuf v1.36.11\n## explicit\ngoogle.golang.org/protobuf/proto',
        `# ${ZAP} v1.20.0\n## explicit\n${zap}`,
        `# ${UNKNOWN} v1.0.0\n## explicit\n${UNKNOWN}\n`,
      ].join('\n');
    const linked = judge({ ...files, 'vendor/modules.txt': vendored(`${ZAP}/zapcore`) });
    const versions = linked.findings.filter((f) => f.id !== 'vendor-out-of-step');
    expect(versions.map((f) => f.id)).toEqual(['transitive-dependency']);
    expect(versions[0]?.message).toContain('vendor/modules.txt lists go.uber.org/zap/zapcore');
    const other = judge({ ...files, 'vendor/modules.txt': vendored(`${ZAP}/zaptest`) });
    expect(other.findings.map((f) => f.id)).not.toContain('transitive-dependency');
  });
});
