import { runBareCli } from '../testing/bare-cli';
import { type Files, pinned, removeWorkspaces } from '../testing/workspace';

jest.setTimeout(120_000);
afterAll(removeWorkspaces);

const X = 'github.com/acme/x';

function under(dir: string): Files {
  return Object.fromEntries(Object.entries(pinned()).map(([name, text]) => [`${dir}/${name}`, text]));
}

const TWO: Files = {
  'nakama.json': '{ "release": "3.40.0" }',
  '.git/HEAD': '',
  ...under('a'),
  ...under('b'),
};

describe('nakama-pins get, where no proxy may be asked', () => {
  it.each<[args: string[], files: Files, message: string]>([
    [[X], TWO, 'it is not clear which plugin is meant: there are 2 (expected one of a, b)'],
    [['./a'], TWO, 'get: no module is named'],
    [[X, ''], TWO, 'an argument is empty, and names no folder'],
    [['fmt', 'acme/x', `${X}@main`, 'a'], TWO, 'fmt: this package comes with Go'],
    [['fmt', 'acme/x', `${X}@main`, 'a'], TWO, 'acme/x: this is not the path of a module'],
    [['fmt', 'acme/x', `${X}@main`, 'a'], TWO, '"main" is not a whole version'],
    [[X, './missing'], TWO, 'missing: no such folder'],
    // The only plugin, and a bare name that is a folder.
    [[X], { 'nakama.json': '{ "release": "3.40.0" }', ...under('a') }, 'GOPROXY is off'],
    [[X, 'a'], TWO, 'GOPROXY is off'],
    [[X, 'a', '--release', '3.39'], TWO, 'the module is of Nakama 3.40.0'],
  ])('%j ends with 2', async (args, files, message) => {
    const { code, stderr } = await runBareCli(['get', ...args], files);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});
