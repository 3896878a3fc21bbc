import { brief, judge, mainGo, pinned, removeWorkspaces } from '../testing/workspace';

afterEach(removeWorkspaces);

const BLUGE = 'github.com/blugelabs/bluge';

describe('patched-in-server', () => {
  it('refuses a patched package at the very version of the server', () => {
    const report = judge({ ...pinned([BLUGE]), 'main.go': mainGo(`${BLUGE}/search`) });
    expect(report.verdict).toBe('fails');
    expect(brief(report.findings)).toContain(`patched-in-server error ${BLUGE}/search @ go.mod:8:29`);
  });

  it('lets an unpatched package of the same module be', () => {
    const report = judge({ ...pinned([BLUGE]), 'main.go': mainGo(`${BLUGE}/analysis`) });
    expect(report.findings.filter((f) => f.id === 'patched-in-server')).toEqual([]);
  });
});
