import { brief, type Files, judge, mainGo, pinned, removeWorkspaces } from '../testing/workspace';

afterEach(removeWorkspaces);

const ZAP = 'go.uber.org/zap';
const MULTIERR = 'go.uber.org/multierr';
const COMMON = 'github.com/heroiclabs/nakama-common';
const PROTOBUF = 'google.golang.org/protobuf';

/** A go.mod of an old go line that lists nakama-common alone. */
function unpruned(goSum: string | undefined): Files {
  const { 'main.go': main = '' } = pinned();
  const goMod = `module example.com/arena\n\ngo 1.16\n\nrequire ${COMMON} v1.47.0\n`;
  return { 'go.mod': goMod, 'main.go': main, ...(goSum !== undefined && { 'go.sum': goSum }) };
}

describe('missing-pins', () => {
  it('names a shared module that go.mod lacks, with the line to add', () => {
    const report = judge({ ...pinned([ZAP]), 'main.go': mainGo(ZAP) });
    expect(brief(report.findings)).toEqual([`missing-pins error ${MULTIERR} @ go.mod:8:2`]);
    expect(report.findings[0]?.fix).toBe(
      `go mod edit -require=${MULTIERR}@v1.11.0 && go mod download ${MULTIERR}@v1.11.0`,
    );
  });

  it('sees that a module above holds what the server takes from a split-off one', () => {
    const files = pinned(['google.golang.org/genproto'], {
      'google.golang.org/genproto': 'v0.0.0-20211118181313-81c1377c94b1',
    });
    const main = mainGo('google.golang.org/genproto/googleapis/rpc/status');
    const [found] = judge({ ...files, 'main.go': main }).findings.filter((f) => f.id === 'missing-pins');
    expect(found).toMatchObject({
      severity: 'error',
      module: 'google.golang.org/genproto/googleapis/rpc',
      actual: 'google.golang.org/genproto v0.0.0-20211118181313-81c1377c94b1',
      location: { line: 8 },
    });
  });

  it('can not tell where packages unknown here may take it from the module above', () => {
    const unknown = 'github.com/acme/telemetry';
    const files = pinned([unknown, 'google.golang.org/genproto'], {
      'google.golang.org/genproto': 'v0.0.0-20211118181313-81c1377c94b1',
    });
    expect(judge({ ...files, 'main.go': mainGo(unknown) })).toMatchObject({
      verdict: 'unknown',
      findings: [
        { id: 'missing-pins', severity: 'undecided', module: 'google.golang.org/genproto/googleapis/api' },
        { id: 'missing-pins', severity: 'undecided', module: 'google.golang.org/genproto/googleapis/rpc' },
      ],
    });
  });

  it('names an import that no listed module provides', () => {
    const report = judge({ ...pinned(), 'main.go': mainGo('github.com/google/uuid') });
    expect(brief(report.findings)).toEqual(['missing-pins error github.com/google/uuid @ main.go:6:2']);
    expect(report.findings[0]?.fix).toBe('go get github.com/google/uuid');
  });

  describe('below go 1.17', () => {
    const sums = (protobuf: string): string =>
      `${COMMON} v1.47.0 h1:a=\n${COMMON} v1.47.0/go.mod h1:b=\n${PROTOBUF} ${protobuf}\n${PROTOBUF} v1.20.0/go.mod h1:d=\n`;
    const findings = (goSum: string | undefined): string[] =>
      brief(judge(unpruned(goSum)).findings.filter((f) => f.module === PROTOBUF && f.id !== 'go-sum'));

    it('takes the one version of go.sum, and warns that nothing holds it', () => {
      expect(findings(sums('v1.36.11 h1:c='))).toEqual([`missing-pins warning ${PROTOBUF} @ go.mod:1:1`]);
    });

    it('knows that hashes of earlier selections stay in go.sum', () => {
      const stale = `${sums('v1.36.11 h1:c=')}${PROTOBUF} v1.36.12 h1:d=\n`;
      expect(findings(stale)).toEqual([`missing-pins undecided ${PROTOBUF} @ go.mod:1:1`]);
    });

    it('reports versions of which none is the server’s', () => {
      expect(findings(sums('v1.36.12 h1:c='))).toEqual([
        `transitive-dependency error ${PROTOBUF} @ go.mod:1:1`,
      ]);
    });

    it('says unknown where go.sum is missing or does not settle it', () => {
      expect(brief(judge(unpruned(undefined)).findings)).toContain(
        `missing-pins undecided ${COMMON} @ go.mod:5:45`,
      );
      expect(findings(sums('v1.36.11/go.mod h1:c='))).toEqual([
        `missing-pins undecided ${PROTOBUF} @ go.mod:5:1`,
      ]);
    });
  });

  it('says how a build without go.work finds a library of the workspace', () => {
    const { 'go.mod': goMod, 'go.sum': goSum } = pinned();
    const files = {
      'go.work': 'go 1.26.5\n\nuse (\n\t./lib\n\t./plugins/arena\n)\n',
      'lib/go.mod': 'module example.com/lib\n\ngo 1.26.5\n',
      'lib/lib.go': 'package lib\n',
      'plugins/arena/go.sum': String(goSum),
      'plugins/arena/main.go': mainGo('example.com/lib'),
    };
    const [finding, ...others] = judge(
      { ...files, 'plugins/arena/go.mod': String(goMod) },
      'plugins/arena',
    ).findings;
    expect(others).toEqual([]);
    expect(brief(finding ? [finding] : [])).toEqual([
      'missing-pins error example.com/lib @ plugins/arena/main.go:6:2',
    ]);
    expect(finding?.fix).toContain(
      '-require=example.com/lib@v0.0.0 -replace=example.com/lib=../../lib plugins/arena/go.mod',
    );
    const wired = `${String(goMod)}\nrequire example.com/lib v0.0.0\n\nreplace example.com/lib => ../../lib\n`;
    expect(judge({ ...files, 'plugins/arena/go.mod': wired }, 'plugins/arena').findings).toEqual([]);
    const unwired = `${String(goMod)}\nrequire example.com/lib v0.0.0\n`;
    expect(judge({ ...files, 'plugins/arena/go.mod': unwired }, 'plugins/arena').findings[0]?.fix).toBe(
      'go mod edit -replace=example.com/lib=../../lib plugins/arena/go.mod',
    );
  });

  it('names an import that neither a module nor the standard library has', () => {
    const { findings } = judge({ ...pinned(), 'main.go': mainGo('arena/match', 'game', 'log/slog', 'C') });
    expect(findings.map(({ package: path, fix }) => [path, fix])).toEqual([
      ['arena/match', 'import "example.com/arena/match"'],
      ['game', 'import it by the path of its module, and require that module in go.mod'],
    ]);
  });
});
