import { brief, type Files, judge, mainGo, pinned, removeWorkspaces } from '../testing/workspace';

afterEach(removeWorkspaces);

const ZAP = 'go.uber.org/zap';
const MULTIERR = 'go.uber.org/multierr';

function files(goWork: string, toolsZap: string): Files {
  const arena = { ...pinned([ZAP, MULTIERR]), 'main.go': mainGo(ZAP) };
  return {
    ...Object.fromEntries(Object.entries(arena).map(([name, text]) => [`plugins/arena/${name}`, text])),
    'go.work': goWork,
    'tools/go.mod': `module example.com/tools\n\ngo 1.26\n\nrequire ${ZAP} ${toolsZap}\n`,
  };
}

const BOTH = 'go 1.26.5\n\nuse (\n\t./plugins/arena\n\t./tools\n)\n';

describe('go-work-lifts', () => {
  it('names the module that lifts a pin', () => {
    const report = judge(files(BOTH, 'v1.29.0'), 'plugins/arena');
    expect(brief(report.findings)).toEqual([`go-work-lifts error ${ZAP} @ tools/go.mod:5:25`]);
    expect(report.findings[0]?.message).toContain('from v1.28.0 to v1.29.0');
  });

  it('lets lower and equal requirements be', () => {
    expect(judge(files(BOTH, 'v1.28.0'), 'plugins/arena').findings).toEqual([]);
    expect(judge(files(BOTH, 'v1.0.0'), 'plugins/arena').findings).toEqual([]);
  });

  it('is silent where nakama.json says that no build uses go.work', () => {
    const off = { ...files(BOTH, 'v1.29.0'), 'nakama.json': '{ "release": "3.40.0", "goWork": "off" }' };
    expect(judge(off, 'plugins/arena').findings).toEqual([]);
  });

  it('warns where go.work does not use the plugin', () => {
    const report = judge(files('go 1.26.5\n\nuse ./tools\n', 'v1.29.0'), 'plugins/arena');
    expect(report.verdict).toBe('loads');
    expect(brief(report.findings)).toEqual(['go-work-lifts warning - @ go.work:3:1']);
  });

  it('names the replace that gives a shared module other code', () => {
    const replaced = (target: string): Files =>
      files(`${BOTH}\nreplace ${MULTIERR} => ${target}\n`, 'v1.0.0');
    const report = judge(replaced(`${MULTIERR} v1.10.0`), 'plugins/arena');
    expect(brief(report.findings)).toEqual([`go-work-lifts error ${MULTIERR} @ go.work:8:1`]);
    expect(brief(judge(replaced('./multierr'), 'plugins/arena').findings)).toEqual([
      `go-work-lifts warning ${MULTIERR} @ go.work:8:1`,
    ]);
    expect(judge(replaced(`${MULTIERR} v1.11.0`), 'plugins/arena').findings).toEqual([]);
    const off = {
      ...replaced(`${MULTIERR} v1.10.0`),
      'nakama.json': '{ "release": "3.40.0", "goWork": "off" }',
    };
    expect(judge(off, 'plugins/arena').findings).toEqual([]);
  });

  it('warns of a folder that go.work uses and that holds no module', () => {
    const report = judge(files(BOTH.replace('./tools', './tools\n\t./gone'), 'v1.0.0'), 'plugins/arena');
    expect(brief(report.findings)).toEqual(['go-work-lifts warning - @ go.work:6:2']);
    expect(report.verdict).toBe('loads');
  });

  it('refuses a go.work that asks for a newer Go', () => {
    const report = judge(files(BOTH.replace('1.26.5', '1.27.0'), 'v1.0.0'), 'plugins/arena');
    expect(brief(report.findings)).toEqual(['go-work-lifts error go @ go.work:1:1']);
  });
});
