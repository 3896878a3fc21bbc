import { verifyAt } from '../testing/one';
import { brief, type Files, pinned, removeWorkspaces, workspace } from '../testing/workspace';

const COMPOSE = 'services:\n  nakama:\n    image: heroiclabs/nakama:3.40.0\n';

function below(dir: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${dir}/${name}`, text]));
}

function findingsOf(id: string, files: Files, samePath: readonly string[] = []): string[] {
  const { findings } = verifyAt(workspace(files), 'a', undefined, samePath);
  return brief(findings.filter((finding) => finding.id === id));
}

function named(a: string, b: string): Files {
  return {
    'a/nakama.json': JSON.stringify({ release: a }),
    'b/nakama.json': JSON.stringify({ release: b }),
  };
}

describe('the release that modules are opened with', () => {
  afterEach(removeWorkspaces);

  it.each<[string, Files, number]>([
    ['3.40 and 3.40.0', named('3.40', '3.40.0'), 1],
    ['v3.40.0 and 3.40', named('v3.40.0', '3.40'), 1],
    ['3.40.0 and 3.39.0', named('3.40.0', '3.39.0'), 0],
    ['one image', { 'compose.yml': COMPOSE }, 1],
    ['an image and the same release', { 'compose.yml': COMPOSE, 'b/nakama.json': '{"release":"3.40"}' }, 1],
    ['an image and another release', { 'compose.yml': COMPOSE, 'b/nakama.json': '{"release":"3.39.0"}' }, 0],
  ])('decides whether plugins of one path meet: %s', (_, files, conflicts) => {
    const twins = { ...below('a', pinned()), ...below('b', pinned()) };
    expect(findingsOf('duplicate-plugin-path', { ...twins, ...files }, ['b'])).toHaveLength(conflicts);
  });

  it.each([
    ['3.40', 1],
    ['v3.40.0', 1],
    ['3.39', 0],
  ])('decides whether a compose file above, for %s, is judged with a plugin for 3.40.0', (release, count) => {
    const files = {
      'nakama.json': JSON.stringify({ release }),
      'compose.yml': COMPOSE.replace('3.40.0', '3.39.0'),
      'a/nakama.json': '{ "release": "3.40.0" }',
      ...below('a', pinned()),
    };
    expect(findingsOf('image-tag', files)).toHaveLength(count);
  });
});
