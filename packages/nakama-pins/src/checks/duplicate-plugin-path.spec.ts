import type { Finding } from '../findings/finding';
import { paste } from '../findings/testing/paste';
import { openWorkspace } from '../open-workspace/open-workspace';
import { describeWithGo } from '../testing/go';
import { type Files, pinned, RELEASE, removeWorkspaces, workspace } from '../testing/workspace';

afterEach(removeWorkspaces);

const NAKAMA_JSON = { 'nakama.json': `{ "release": "${RELEASE}" }` };

function plugin(dir: string, path = 'example.com/arena'): Files {
  const files = Object.entries(pinned()).map(([name, text]) => [
    `${dir}/${name}`,
    String(text).replace('example.com/arena', path),
  ]);
  return Object.fromEntries(files) as Files;
}

async function found(root: string): Promise<Finding[]> {
  const { modules } = await openWorkspace({ root }).verify(['.']);
  return modules.flatMap(({ findings }) => findings.filter(({ id }) => id === 'duplicate-plugin-path'));
}

const byDir = (files: Files) => found(workspace({ ...NAKAMA_JSON, ...files }));

describe('two plugins with one module path', () => {
  it('are found where one server opens both, and both say the same fix', async () => {
    const findings = await byDir({ ...plugin('plugins/arena'), ...plugin('plugins/lobby') });
    expect(findings.map(({ dir }) => dir)).toEqual(['plugins/arena', 'plugins/lobby']);
    expect(new Set(findings.map(({ fix }) => fix)).size).toBe(1);
    expect(findings[0]?.fix).toContain('"server"');
  });

  it.each<[string, Files]>([
    ['releases', { 'b/arena/nakama.json': '{ "release": "3.39.0" }' }],
    ['server names', { 'b/arena/nakama.json': '{ "server": "eu" }' }],
  ])('of different %s never meet', async (_, files) => {
    expect(await byDir({ ...plugin('a/arena'), ...plugin('b/arena'), ...files })).toEqual([]);
  });

  it('with images of different releases never meet', async () => {
    const root = workspace({
      ...plugin('a/arena'),
      ...plugin('b/arena'),
      'a/arena/Dockerfile': 'FROM heroiclabs/nakama:3.40.0\n',
      'b/arena/Dockerfile': 'FROM heroiclabs/nakama:3.39.0\n',
    });
    expect(await found(root)).toEqual([]);
  });
});

describeWithGo('the fix of either plugin', () => {
  it.each<[string, readonly string[]]>([
    ['names of their own', ['plugins/arena', 'plugins/lobby']],
    ['one name in two folders', ['eu/arena', 'us/arena', 'us/lobby']],
    ['names that are no module path', ['plugins/arena', 'plugins/my lobby']],
    ['the root', ['.', 'arena']],
  ])('gives plugins with %s paths of their own', async (_, dirs) => {
    const plugins = dirs.map((dir) => plugin(dir, 'example.com/arena/v2'));
    const root = workspace(Object.assign({ ...NAKAMA_JSON }, ...plugins) as Files);
    const [first] = await found(root);
    expect(String(first?.fix).match(/go mod edit -module=/g)).toHaveLength(dirs.length - 1);
    paste(root, String(first?.fix));
    expect(await found(root)).toEqual([]);
  });
});
