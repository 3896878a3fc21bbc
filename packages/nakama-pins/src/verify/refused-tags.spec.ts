import { brief, catalogRelease, judge, pinned, removeWorkspaces, workspace } from '../testing/workspace';
import { PluginReader } from '../workspace/read-plugin';
import { refusedTags } from './refused-tags';

afterEach(removeWorkspaces);

const withTags = (...tags: string[]) => ({
  ...pinned(),
  'nakama.json': JSON.stringify({ release: '3.40.0', tags }),
});

it.each(['netgo', 'osusergo'])(
  'the tag %s is refused: the server has another package of the standard library',
  (tag) => {
    const { findings } = judge(withTags('mine', tag));
    expect(brief(findings)).toEqual([`artifact-flags error -tags=${tag} @ go.mod:1:1`]);
    expect(judge(withTags('mine')).findings).toEqual([]);
  },
);

it('lets the fingerprints judge a server that was built with its own flags', () => {
  const facts = new PluginReader(workspace(withTags('netgo'))).read('.');
  const release = catalogRelease();
  expect(refusedTags(facts, { ...release, version: '3.40.0-debug' } as typeof release)).toEqual([]);
  expect(refusedTags(facts, release)).toHaveLength(1);
});
