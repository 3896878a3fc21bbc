import type { Outcome } from '../findings/outcome';
import { brief, judge, pinned, removeWorkspaces } from '../testing/workspace';

afterEach(removeWorkspaces);

describe('go-sum', () => {
  it('names the lines whose absence stops Go, with what to add', () => {
    const files = pinned();
    const without = (pattern: RegExp): Outcome =>
      judge({ ...files, 'go.sum': String(files['go.sum']).replace(pattern, '') });
    expect(brief(without(/.*protobuf v\S+ .*\n/g).findings)).toEqual([
      'go-sum error google.golang.org/protobuf @ go.mod:7:2',
      'go-sum error google.golang.org/protobuf @ go.mod:7:2',
    ]);
    const [finding] = without(/.*protobuf v\S+\/go.mod .*\n/).findings;
    expect(finding?.fix).toMatch(/^add to go.sum: google.golang.org\/protobuf v1.36.11\/go.mod h1:/);
  });

  it('says once that there is no go.sum', () => {
    const { 'go.mod': goMod = '', 'main.go': main = '' } = pinned();
    expect(brief(judge({ 'go.mod': goMod, 'main.go': main }).findings)).toEqual([
      'go-sum error - @ go.mod:1:1',
    ]);
  });

  it('asks for no hash of a requirement that nothing imports', () => {
    const files = pinned(['go.uber.org/zap']);
    const goSum = String(files['go.sum']).replace(/.*zap.*\n/g, '');
    expect(judge({ ...files, 'go.sum': goSum }).findings).toEqual([]);
  });

  it("refuses another hash than the server's for the same version", () => {
    const files = pinned();
    const tampered = String(files['go.sum']).replace(/(protobuf v\S+ h1:)..../, '$1AAAA');
    expect(brief(judge({ ...files, 'go.sum': tampered }).findings)).toEqual([
      'go-sum error google.golang.org/protobuf @ go.sum:3:1',
    ]);
  });
});
