import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import { formatProblem } from '../input/problem';
import { openWorkspace } from '../open-workspace/open-workspace';
import { type Files, pinned, removeWorkspaces, workspace } from '../testing/workspace';

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done))));
  removeWorkspaces();
});

/** What stands in place of a file. */
const KINDS: Readonly<Record<string, (path: string) => void | Promise<void>>> = {
  'a pipe': (path) => void execFileSync('mkfifo', [path]),
  'a socket': (path) =>
    new Promise<void>((done) => {
      servers.push(createServer().listen(path, done));
    }),
  'a link to /dev/zero': (path) => symlinkSync('/dev/zero', path),
  'a huge file': (path) => {
    writeFileSync(path, '');
    truncateSync(path, 2 ** 40);
  },
};

/** The files that verdicts rest on, and whether that of the other plugin does. */
const FILES: Readonly<Record<string, 'own' | 'shared'>> = {
  'bad/go.mod': 'own',
  'bad/go.sum': 'own',
  'bad/main.go': 'own',
  'bad/vendor/modules.txt': 'own',
  'bad/nakama.json': 'own',
  'bad/nakama-imports.json': 'own',
  'bad/Dockerfile': 'own',
  'compose.yaml': 'shared',
  '.env': 'shared',
  'go.work': 'shared',
};

/** What a workspace is judged by, with something else in place of one file. */
async function verify(file: string, kind: string) {
  const plugin = (dir: string): Files =>
    Object.fromEntries(
      Object.entries(pinned()).map(([name, text]) => [
        `${dir}/${name}`,
        name === 'go.mod' ? text.toString().replace('arena', dir) : text,
      ]),
    );
  const root = workspace({
    'nakama.json': '{ "release": "3.40.0" }',
    'compose.yaml': 'services:\n  nakama:\n    image: heroiclabs/nakama:${VERSION}\n',
    '.env': 'VERSION=3.40.0\n',
    ...plugin('good'),
    ...plugin('bad'),
    'bad/Dockerfile': 'FROM heroiclabs/nakama-pluginbuilder:3.40.0\n',
  });
  rmSync(join(root, file), { force: true });
  mkdirSync(dirname(join(root, file)), { recursive: true });
  await KINDS[kind]?.(join(root, file));
  return openWorkspace({ root }).verify(['.']);
}

const unix = process.platform === 'win32' ? describe.skip : describe;

unix('what is no file in place of one', () => {
  const cases = Object.entries(FILES).flatMap(([file, of]) =>
    Object.keys(KINDS).map((kind) => [file, kind, of] as const),
  );

  it.each(cases)('%s as %s is refused at once', async (file, kind, of) => {
    const { problems, modules } = await verify(file, kind);
    expect(problems.map(formatProblem)).toEqual([
      expect.stringMatching(new RegExp(`^${file}: (this is not a regular file|the file is too large)`)),
    ]);
    expect(Object.fromEntries(modules.map(({ dir, verdict }) => [dir, verdict]))).toEqual({
      bad: 'unknown',
      good: of === 'own' ? 'loads' : 'unknown',
    });
  });

  // They decide about what is looked at and advised, not about verdicts.
  it.each(['.gitignore', 'bad/Makefile'].flatMap((file) => Object.keys(KINDS).map((kind) => [file, kind])))(
    '%s as %s is left alone',
    async (file = '', kind = '') => {
      const { problems, modules } = await verify(file, kind);
      expect(problems).toEqual([]);
      expect(modules.map(({ verdict }) => verdict)).toEqual(['loads', 'loads']);
    },
  );
});
