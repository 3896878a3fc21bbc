import { brief, judge, mainGo, pinned, removeWorkspaces } from '../testing/workspace';

afterEach(removeWorkspaces);

const ZAP = 'go.uber.org/zap';
const PROTOBUF = 'google.golang.org/protobuf';

function found(more: string): string[] {
  const files = pinned();
  const report = judge({ ...files, 'go.mod': `${String(files['go.mod'])}${more}` });
  return brief(report.findings.filter((f) => f.id === 'untidy-go-mod'));
}

describe('untidy-go-mod', () => {
  it('names the lower of two requirements', () => {
    expect(found(`require ${PROTOBUF} v1.30.0\n`)).toEqual([`untidy-go-mod error ${PROTOBUF} @ go.mod:9:1`]);
    expect(found(`require ${PROTOBUF} v1.36.11\n`)).toEqual([]);
  });

  it('names a second replacement of one module', () => {
    const twice = `replace ${ZAP} => ./a\nreplace ${ZAP} => ./b\n`;
    expect(found(twice)).toEqual([`untidy-go-mod error ${ZAP} @ go.mod:10:1`]);
    expect(found(`replace ${ZAP} v1.0.0 => ./a\nreplace ${ZAP} => ./b\n`)).toEqual([]);
  });

  it('names a requirement that is excluded', () => {
    expect(found(`exclude ${PROTOBUF} v1.36.11\n`)).toEqual([`untidy-go-mod error ${PROTOBUF} @ go.mod:9:1`]);
    expect(found(`exclude ${PROTOBUF} v1.36.12\n`)).toEqual([]);
  });

  it('names a replacement folder that is not there', () => {
    expect(found('require example.com/lib v0.0.0\nreplace example.com/lib => ../lib\n')).toEqual([
      'untidy-go-mod error example.com/lib @ go.mod:10:1',
    ]);
  });

  it('names what a local library lifts above go.mod', () => {
    const { 'go.mod': goMod, 'go.sum': goSum = '' } = pinned([ZAP, 'go.uber.org/multierr']);
    const files = {
      'arena/go.mod': `${String(goMod).replace('zap v1.28.0', 'zap v1.20.0')}require example.com/lib v0.0.0\nreplace example.com/lib => ../lib\n`,
      'arena/go.sum': goSum,
      'arena/main.go': mainGo('example.com/lib'),
      'lib/go.mod': `module example.com/lib\n\ngo 1.26\n\nrequire ${ZAP} v1.28.0\n`,
      'lib/lib.go': `package lib\n\nimport _ "${ZAP}"\n`,
    };
    expect(brief(judge(files, 'arena').findings)).toEqual([`untidy-go-mod error ${ZAP} @ arena/go.mod:8:18`]);
  });
});
