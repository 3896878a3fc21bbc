import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runBareCli } from './bare-cli';
import { type Files, mainGo, pinned, removeWorkspaces } from './workspace';

const README = join(__dirname, '../../../../README.md');
const EXAMPLE_BLOCK = /(?<=```text\n\$ nakama-pins verify\n)[^`]*(?=```)/;

const WRONG = { 'github.com/heroiclabs/nakama-common': 'v1.46.0', 'go.uber.org/multierr': 'v1.10.0' };

const WORKSPACE: Files = {
  'nakama.json': '{ "release": "3.40.0" }',
  ...plugin('arena', {
    ...pinned(['go.uber.org/zap', 'go.uber.org/multierr'], WRONG),
    'main.go': mainGo('go.uber.org/zap'),
  }),
  ...plugin('chat', {
    ...pinned(),
    Dockerfile: 'FROM heroiclabs/nakama-pluginbuilder:3.38.0 AS builder\n',
  }),
  ...plugin('shop', pinned()),
};

afterAll(removeWorkspaces);

// UPDATE_DOCS=1 writes what is printed today into the page.
it('README.md shows what nakama-pins verify prints', async () => {
  const { code, stdout } = await runBareCli(['verify'], WORKSPACE);
  if (process.env['UPDATE_DOCS']) {
    writeFileSync(
      README,
      readFileSync(README, 'utf8').replace(EXAMPLE_BLOCK, () => stdout),
    );
  }
  expect(EXAMPLE_BLOCK.exec(readFileSync(README, 'utf8'))?.[0]).toBe(stdout);
  expect(code).toBe(1);
}, 120_000);

/** The files of a module, in a folder and with a module path of its own. */
function plugin(name: string, files: Files): Files {
  const renamed = Object.entries(files).map(([file, text]) => [
    `plugins/${name}/${file}`,
    String(text).replace('example.com/arena', `example.com/${name}`),
  ]);
  return Object.fromEntries(renamed) as Files;
}
