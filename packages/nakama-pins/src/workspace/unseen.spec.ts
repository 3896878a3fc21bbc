import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { removeWorkspaces, workspace } from '../testing/workspace';
import { Folders } from './folders';
import { PluginDetector } from './plugin-detector';
import { scanFolder } from './scan-folder';
import type { Unseen } from './unseen';

afterAll(removeWorkspaces);

const MAIN =
  'package main\n\nimport _ "github.com/heroiclabs/nakama-common/runtime"\n\nfunc InitModule() {}\n';

/** What is not seen of plugins/arena in a workspace with these files. */
function unseen(files: Record<string, string>, links: Record<string, string> = {}): Unseen {
  const root = workspace({
    'plugins/arena/go.mod':
      'module example.com/arena\n\nrequire github.com/heroiclabs/nakama-common v1.47.0\n',
    'plugins/arena/main.go': MAIN,
    ...files,
  });
  for (const [link, target] of Object.entries(links)) symlinkSync(target, join(root, link));
  const folders = new Folders(root);
  const detector = new PluginDetector(folders);
  const reach = detector.reachOf('plugins/arena', (dir) => scanFolder(folders, dir, () => undefined));
  return detector.unseenOf('plugins/arena', reach);
}

const embedding = (pattern: string): string =>
  `package main\n\nimport _ "embed"\n\n//go:embed ${pattern}\nvar text string\n`;

it('is nothing of a module whose files git knows', () => {
  expect(
    unseen({
      '.gitignore': 'node_modules\ndist\n*.log\n*.so\n',
      'plugins/arena/data.go': embedding('data/*.json'),
      'plugins/arena/data/a.json': '{}',
      'plugins/arena/data/a.log': 'not embedded',
    }),
  ).toEqual({ reasons: [], linked: [] });
});

it.each<[string, Record<string, string>, string]>([
  [
    'a folder outside that a replace names',
    {
      'plugins/arena/go.mod':
        'module example.com/arena\n\nrequire github.com/heroiclabs/nakama-common v1.47.0\n\nreplace example.com/x => ../../../elsewhere\n',
    },
    'go.mod replaces a module by ../elsewhere, which is outside of the workspace',
  ],
  [
    'an absolute one',
    {
      'plugins/arena/go.mod':
        'module example.com/arena\n\nrequire github.com/heroiclabs/nakama-common v1.47.0\n\nreplace example.com/x => /opt/elsewhere\n',
    },
    'go.mod replaces a module by /opt/elsewhere, which is outside of the workspace',
  ],
  [
    'a header outside',
    { 'plugins/arena/c.go': 'package main\n\n// #include "../../../sdk/sdk.h"\nimport "C"\n' },
    'C code reads ../sdk/sdk.h, which is outside of the workspace',
  ],
  [
    'an embedded file that git ignores',
    {
      'plugins/arena/.gitignore': 'api.key\n',
      'plugins/arena/key.go': embedding('api.key'),
      'plugins/arena/api.key': 'x',
    },
    'git ignores plugins/arena/api.key, which is embedded',
  ],
  [
    'one in an embedded folder',
    {
      '.gitignore': '*.secret\n',
      'plugins/arena/key.go': embedding('keys'),
      'plugins/arena/keys/deep/a.secret': 'x',
    },
    'git ignores plugins/arena/keys/deep/a.secret, which is embedded',
  ],
  [
    'generated code that git ignores',
    { '.gitignore': '*.pb.go\n', 'plugins/arena/api.pb.go': 'package main\n' },
    'git ignores plugins/arena/api.pb.go, which is compiled',
  ],
  [
    "a package's folder",
    { '.gitignore': 'gen/\n', 'plugins/arena/gen/gen.go': 'package gen\n' },
    "git ignores plugins/arena/gen, a package's folder",
  ],
  [
    'vendor/',
    { '.gitignore': 'vendor\n', 'plugins/arena/vendor/modules.txt': '# x\n' },
    'git ignores plugins/arena/vendor, which go builds from',
  ],
])('is %s', (_, files, reason) => {
  expect(unseen(files).reasons).toEqual([reason]);
});

it('is what a link hides, whose own folder is named instead', () => {
  const files = {
    'plugins/arena/go.mod':
      'module example.com/arena\n\nrequire github.com/heroiclabs/nakama-common v1.47.0\n\nreplace example.com/x => ../../libs/x\n',
    'shared/x/go.mod': 'module example.com/x\n',
    'libs/README.md': '',
  };
  expect(unseen(files, { 'libs/x': '../shared/x' })).toEqual({ reasons: [], linked: ['shared/x'] });
});
