import {
  brief,
  catalogRelease,
  type Files,
  judge,
  mainGo,
  pinned,
  removeWorkspaces,
} from '../testing/workspace';

afterEach(removeWorkspaces);

const ZAP = 'go.uber.org/zap';
const MULTIERR = 'go.uber.org/multierr';

function withReplace(replace: string, versions: Record<string, string> = {}): Files {
  const files = pinned([ZAP, MULTIERR], versions);
  const [, target = ''] = replace.split(' => ');
  const { zip = '', goMod = '' } = catalogRelease().module(ZAP)?.sums ?? {};
  const [zipHash, goModHash] = target === `${ZAP} v1.28.0` ? [zip, goMod] : ['h1:x=', 'h1:y='];
  const sums = target.includes(' ') ? [`${target} ${zipHash}`, `${target}/go.mod ${goModHash}`] : [];
  return {
    ...files,
    'go.mod': `${String(files['go.mod'])}\nreplace ${replace}\n`,
    'go.sum': `${String(files['go.sum'])}${sums.join('\n')}\n`,
    'main.go': mainGo(ZAP),
  };
}

describe('replace-hides-version', () => {
  it("refuses the recipe that replaces a wrong requirement by the server's version", () => {
    const report = judge(withReplace(`${ZAP} => ${ZAP} v1.28.0`, { [ZAP]: 'v1.27.0' }));
    expect(brief(report.findings)).toEqual([`replace-hides-version error ${ZAP} @ go.mod:12:1`]);
    expect(report.findings[0]?.fix).toBe(`go mod edit -dropreplace=${ZAP} -require=${ZAP}@v1.28.0`);
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

  it('judges the required version of a folder, and leaves its content to other-fingerprint', () => {
    const copy = { 'zap/go.mod': `module ${ZAP}\n` };
    const { findings } = judge({ ...withReplace(`${ZAP} => ./zap`), ...copy });
    expect(brief(findings)).toEqual([`other-fingerprint error ${ZAP} @ go.mod:8:18`]);
    const report = judge({ ...withReplace(`${ZAP} => ./zap`, { [ZAP]: 'v1.27.0' }), ...copy });
    expect(brief(report.findings)).toEqual([`direct-dependency error ${ZAP} @ go.mod:8:18`]);
  });
});
