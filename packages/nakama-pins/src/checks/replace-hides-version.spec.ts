import { brief, type Files, judge, mainGo, pinned, removeWorkspaces } from '../testing/workspace';

afterEach(removeWorkspaces);

const ZAP = 'go.uber.org/zap';
const MULTIERR = 'go.uber.org/multierr';

function withReplace(replace: string, versions: Record<string, string> = {}): Files {
  const files = pinned([ZAP, MULTIERR], versions);
  return { ...files, 'go.mod': `${String(files['go.mod'])}\nreplace ${replace}\n`, 'main.go': mainGo(ZAP) };
}

describe('replace-hides-version', () => {
  it("refuses the recipe that replaces a wrong requirement by the server's version", () => {
    const report = judge(withReplace(`${ZAP} => ${ZAP} v1.28.0`, { [ZAP]: 'v1.27.0' }));
    expect(brief(report.findings)).toEqual([`replace-hides-version error ${ZAP} @ go.mod:12:1`]);
    expect(report.findings[0]?.fix).toBe(`drop the replace and require ${ZAP} v1.28.0`);
  });

  it('can not tell other code under the right version', () => {
    for (const target of [`${ZAP} v1.27.0`, 'example.com/fork/zap v1.28.0']) {
      const report = judge(withReplace(`${ZAP} => ${target}`));
      expect(report.verdict).toBe('unknown');
      expect(brief(report.findings)).toEqual([`replace-hides-version undecided ${ZAP} @ go.mod:12:1`]);
    }
  });

  it("lets a replace by the server's own version be", () => {
    expect(judge(withReplace(`${ZAP} v1.28.0 => ${ZAP} v1.28.0`)).findings).toEqual([]);
  });

  it('passes over a replace of another version', () => {
    expect(judge(withReplace(`${ZAP} v1.20.0 => example.com/fork/zap v1.0.0`)).findings).toEqual([]);
  });

  it('warns of a folder at the right version, and judges its required version', () => {
    const copy = { 'zap/go.mod': `module ${ZAP}\n` };
    expect(judge({ ...withReplace(`${ZAP} => ./zap`), ...copy })).toMatchObject({
      verdict: 'loads',
      findings: [{ id: 'replace-hides-version', severity: 'warning', actual: './zap' }],
    });
    const report = judge({ ...withReplace(`${ZAP} => ./zap`, { [ZAP]: 'v1.27.0' }), ...copy });
    expect(brief(report.findings)).toEqual([`direct-dependency error ${ZAP} @ go.mod:8:18`]);
  });
});
