import { formatProblem, InputError } from '../input/problem';
import { removeWorkspaces, workspace } from '../testing/workspace';
import { listTags } from './list-tags';
import { on, ScriptedRegistry } from './testing/scripted-registry';

let registry: ScriptedRegistry;
let elsewhere: ScriptedRegistry;

beforeAll(async () => {
  registry = await ScriptedRegistry.start();
  elsewhere = await ScriptedRegistry.start();
});

beforeEach(() => {
  for (const each of [registry, elsewhere]) each.forget();
});

afterAll(async () => {
  await registry.stop();
  await elsewhere.stop();
  removeWorkspaces();
});

const list = (name = `${registry.host}/studio/nakama`) =>
  listTags(name, {
    env: { HOME: workspace({}), PATH: '' },
    insecure: [registry.host],
    limits: { attempts: 1, manifestBytes: 200 },
  });

/** A page, and the link to the next one. */
function page(query: string, body: unknown, link?: string): void {
  registry.script(
    on(`/v2/studio/nakama/tags/list${query}`, (response) => {
      response.writeHead(200, { ...(link !== undefined && { link }) }).end(JSON.stringify(body));
    }),
  );
}

async function said(listed: Promise<unknown>): Promise<string> {
  const error: unknown = await listed.then(
    (tags) => tags,
    (reason: unknown) => reason,
  );
  const text = error instanceof InputError ? error.problems.map(formatProblem).join('\n') : String(error);
  return text.replaceAll(registry.host, 'registry');
}

describe('the tags of a repository', () => {
  it('are those of all pages, each once, and the login goes where the name says', async () => {
    page(
      '?n=1000',
      { tags: ['3.40.0', 'latest'] },
      '</v2/studio/nakama/tags/list?n=2&last=latest>; rel="next"',
    );
    const other = `http://${elsewhere.host}/v2/studio/nakama/tags/list`;
    page('?n=2&last=latest', { tags: ['3.9.0', 'latest'] }, `<${other}?last=3.9.0>; title=more; rel=next`);
    page('?last=3.9.0', { tags: ['v3.8.0'] });
    expect(await list()).toEqual(['3.40.0', 'latest', '3.9.0', 'v3.8.0']);
    expect(registry.asked).toHaveLength(3);
    expect(elsewhere.asked).toEqual([]);
  });

  it('may be none', async () => {
    page('', { name: 'studio/nakama', tags: null });
    expect(await list(`image:${registry.host}/studio/nakama`)).toEqual([]);
  });

  it.each<[string, () => void, RegExp]>([
    [
      'a list that begins anew',
      () => page('', { tags: ['a'] }, '<?n=1000>; rel="next"'),
      /the list of tags does not end: registry names another page after 1/,
    ],
    [
      'no tags',
      () => page('', { names: [] }),
      /the list of tags has no tags \(expected "tags": \["3\.40\.0"\]\)/,
    ],
    ['no JSON object', () => page('', ['3.40.0']), /the list of tags is no JSON object/],
    ['too much', () => page('', { tags: ['a'.repeat(200)] }), /the list of tags is larger than 200 bytes/],
    ['no repository', () => undefined, /registry has no studio\/nakama with tags/],
  ])('are not %s', async (_, script, message) => {
    script();
    expect(await said(list())).toMatch(message);
  });

  it.each([
    ['studio/nakama:3.40.0', 'studio/nakama'],
    ['localhost:5000/nakama@sha256:' + 'a'.repeat(64), 'localhost:5000/nakama'],
    ['localhost:5000/nakama:latest@sha256:' + 'a'.repeat(64), 'localhost:5000/nakama'],
  ])('are not those of one image, %s', async (name, repository) => {
    const problems = await said(list(name));
    expect(problems).toContain('this names one image, not the repository whose tags are listed');
    expect(problems).toMatch(new RegExp(`fix: leave out what follows: --image ${repository}$`));
  });
});
