import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { build, describeWithPlugins } from '../artifact/testing/build-plugins';
import { CONFLICT, GOOD, HOST } from '../artifact/testing/rows';
import { runBareCli } from '../testing/bare-cli';
import { type Files, pinned, removeWorkspaces } from '../testing/workspace';

const SCHEMA = join(__dirname, '../../schema/output.schema.json');

const NAKAMA_JSON = { 'nakama.json': '{ "release": "3.40.0" }' };
const WRONG = pinned([], { 'github.com/heroiclabs/nakama-common': 'v1.46.0' });
const DOCKERFILE = { Dockerfile: 'FROM heroiclabs/nakama-pluginbuilder:3.38.0\n' };

afterAll(removeWorkspaces);

function under(dir: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${dir}/${name}`, text]));
}

/** Plugins of every verdict, one that can't be read, and two that meet with one path. */
const WORKSPACE: Files = {
  ...NAKAMA_JSON,
  ...under('a', pinned()),
  ...under('b', { ...WRONG, ...DOCKERFILE }),
  ...under('c', { ...pinned(), 'go.mod': `${String(pinned()['go.mod'])}\nnonsense\n` }),
};

describe('what commands print as JSON keeps schema/output.schema.json', () => {
  const ajv = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true });
  const whole = ajv.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));

  function expectValid(stdout: string, command: string): void {
    const json = JSON.parse(stdout) as object;
    expect(json).toMatchObject({ version: 1, command });
    const ofCommand = ajv.getSchema(`output.schema.json#/definitions/command-${command.replace(' ', '-')}`);
    void ofCommand?.(json);
    // The errors of its own branch say more than those of all.
    expect(ofCommand?.errors ?? []).toEqual([]);
    expect(whole(json)).toBe(true);
  }

  it.each<[command: string, args: string[], files: Files]>([
    ['verify', ['verify'], WORKSPACE],
    ['verify', ['verify'], { ...pinned() }],
    ['verify', ['verify'], { 'README.md': '' }],
    ['verify', ['verify', '--proof', 'compiled'], WORKSPACE],
    ['pin', ['pin', '--dry-run'], WORKSPACE],
    ['pin', ['pin', '--check'], { ...pinned() }],
    ['get', ['get', 'github.com/acme/x@v1.2.3', './a'], WORKSPACE],
    ['outdated', ['outdated'], WORKSPACE],
    ['outdated', ['outdated'], { ...NAKAMA_JSON, ...pinned(['github.com/acme/x']) }],
    ['build', ['build'], WORKSPACE],
    ['verify-load', ['verify-load', '--server', 'docker'], WORKSPACE],
    [
      'verify-load',
      ['verify-load', '--server', 'docker'],
      { ...NAKAMA_JSON, ...pinned(), 'dist/linux-amd64/arena.so': 'no plugin' },
    ],
    ['verify-start', ['verify-start', '--binary', 'nakama'], WORKSPACE],
    [
      'explain',
      ['explain', 'plugin was built with a different version of package golang.org/x/sys/unix'],
      WORKSPACE,
    ],
    ['explain', ['explain', 'nothing'], {}],
    [
      'verify-start',
      ['verify-start', '--emulator', 'qemu'],
      { ...NAKAMA_JSON, ...pinned(), 'dist/linux-amd64/arena.so': 'no plugin' },
    ],
    ['check-artifact', ['check-artifact', 'arena.so'], { ...NAKAMA_JSON, 'arena.so': 'no plugin' }],
    ['check-artifact', ['check-artifact', 'arena.so'], { ...pinned(), 'arena.so': 'no plugin' }],
    ['check-artifact', ['check-artifact', 'none.so', 'dir'], { 'nakama.json': '{}', 'dir/a': '' }],
    ['doctor', ['doctor'], NAKAMA_JSON],
    ['doctor', ['doctor'], {}],
    ['releases list', ['releases'], {}],
    ['releases diff', ['releases', 'diff', '3.38.0', '3.40.0'], {}],
    ['releases find', ['releases', 'find', 'go.uber.org/zap'], {}],
    ['releases find', ['releases', 'find', 'go.uber.org/zpa'], {}],
    ['releases find', ['releases', 'find', '--all', 'github.com/blugelabs/bluge'], {}],
    ['inspect', ['inspect', 'go.sum'], pinned()],
    ['inspect', ['inspect', 'main.go'], pinned()],
  ])('%s: nakama-pins %j', async (command, args, files) => {
    const { stdout } = await runBareCli([...args, '--format', 'json'], files);
    expectValid(stdout, command);
  });

  it('the form of a release has a schema of its own', async () => {
    const { stdout } = await runBareCli(['releases', 'show', '3.40.0', '--format', 'json'], {});
    const schema = readFileSync(join(__dirname, '../../schema/release.schema.json'), 'utf8');
    expect(new Ajv().validate(JSON.parse(schema) as object, JSON.parse(stdout))).toBe(true);
  });

  describeWithPlugins('of built files', () => {
    it('check-artifact, inspect and releases add', async () => {
      const files = {
        ...NAKAMA_JSON,
        'dist/a.so': readFileSync(await build(GOOD.recipe)),
        'dist/b.so': readFileSync(await build(CONFLICT[0].recipe)),
        'dist/c.so': readFileSync(await build(CONFLICT[1].recipe)),
        server: readFileSync(await build(HOST)),
      };
      const printed = async (...args: string[]): Promise<string> =>
        (await runBareCli([...args, '--format', 'json'], files)).stdout;
      expectValid(await printed('check-artifact', 'dist'), 'check-artifact');
      expectValid(await printed('check-artifact', 'dist', '--release', '3.12.0'), 'check-artifact');
      expectValid(await printed('inspect', 'dist/a.so'), 'inspect');
      expectValid(await printed('releases', 'add', 'server', '--name', '3.99.0'), 'releases add');
    });
  });
});
