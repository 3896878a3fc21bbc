import { brief, judge, pinned, removeWorkspaces } from '../testing/workspace';

afterEach(removeWorkspaces);

describe('go-sum', () => {
  it('warns where Go would stop for a missing hash', () => {
    const { 'go.sum': sums, ...files } = pinned();
    const [common] = String(sums).split('\n');
    const expected = 'go-sum warning google.golang.org/protobuf @ go.mod:7:2';
    expect(brief(judge({ ...files, 'go.sum': `${common}\n` }).findings)).toEqual([expected]);
    expect(brief(judge(files).findings)).toEqual([
      'go-sum warning github.com/heroiclabs/nakama-common @ go.mod:6:2',
      expected,
    ]);
  });

  it("refuses another hash than the server's for the same version", () => {
    const files = pinned();
    const tampered = String(files['go.sum']).replace(/(protobuf v\S+ h1:)..../, '$1AAAA');
    expect(brief(judge({ ...files, 'go.sum': tampered }).findings)).toEqual([
      'go-sum error google.golang.org/protobuf @ go.sum:2:1',
    ]);
  });
});
