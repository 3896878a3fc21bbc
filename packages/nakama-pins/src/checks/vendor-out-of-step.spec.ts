import { brief, judge, pinned, removeWorkspaces } from '../testing/workspace';

afterEach(removeWorkspaces);

const COMMON =
  '# github.com/heroiclabs/nakama-common v1.47.0\n## explicit; go 1.26.5\ngithub.com/heroiclabs/nakama-common/runtime\n';
const PROTOBUF =
  '# google.golang.org/protobuf v1.36.11\n## explicit; go 1.23\ngoogle.golang.org/protobuf/proto\n';

function found(modulesTxt: string, extra = ''): string[] {
  const files = pinned();
  const report = judge({
    ...files,
    'go.mod': `${String(files['go.mod'])}${extra}`,
    'vendor/modules.txt': modulesTxt,
  });
  return brief(report.findings.filter((f) => f.id === 'vendor-out-of-step'));
}

describe('vendor-out-of-step', () => {
  it('is silent where modules.txt is what go mod vendor writes', () => {
    expect(found(COMMON + PROTOBUF)).toEqual([]);
  });

  it('names requirements that are missing, at another version, or not marked', () => {
    const finding = 'vendor-out-of-step error google.golang.org/protobuf @ go.mod:7:29';
    expect(found(COMMON)).toEqual([finding]);
    expect(found(COMMON + PROTOBUF.replace('v1.36.11', 'v1.36.10'))).toEqual([finding]);
    expect(found(COMMON + PROTOBUF.replace('## explicit; go 1.23\n', ''))).toEqual([finding]);
  });

  it('names what is marked as explicit and not required', () => {
    const zap = '# go.uber.org/zap v1.28.0\n## explicit\ngo.uber.org/zap\n';
    expect(found(COMMON + PROTOBUF + zap)).toEqual([
      'vendor-out-of-step error go.uber.org/zap @ vendor/modules.txt:7:1',
    ]);
  });

  it('names replacements that differ', () => {
    const replaced = PROTOBUF.replace('v1.36.11', 'v1.36.11 => ./protobuf');
    expect(found(COMMON + replaced)).toEqual([
      'vendor-out-of-step error google.golang.org/protobuf @ vendor/modules.txt:4:1',
    ]);
    const forAll = '# google.golang.org/protobuf => ./protobuf\n';
    const replace = 'replace google.golang.org/protobuf => ./protobuf\n';
    expect(found(COMMON + replaced + forAll, replace)).toEqual([]);
    expect(found(COMMON + replaced, replace)).toEqual([
      'vendor-out-of-step error google.golang.org/protobuf @ go.mod:9:1',
    ]);
    expect(found(COMMON + replaced, 'replace google.golang.org/protobuf v1.36.11 => ./protobuf\n')).toEqual(
      [],
    );
    expect(found(COMMON + PROTOBUF, 'replace google.golang.org/protobuf => ./protobuf\n')).toEqual([
      'vendor-out-of-step error google.golang.org/protobuf @ go.mod:9:1',
    ]);
  });

  it('names a replace of a module of which nothing is vendored', () => {
    const zap = 'replace go.uber.org/zap v1.28.0 => go.uber.org/zap v1.27.0\n';
    const mark = '# go.uber.org/zap v1.28.0 => go.uber.org/zap v1.27.0\n';
    expect(found(COMMON + PROTOBUF, zap)).toEqual(['vendor-out-of-step error go.uber.org/zap @ go.mod:9:1']);
    expect(found(COMMON + PROTOBUF + mark, zap)).toEqual([]);
    expect(found(COMMON + PROTOBUF + mark)).toEqual([
      'vendor-out-of-step error go.uber.org/zap @ vendor/modules.txt:7:1',
    ]);
  });
});
