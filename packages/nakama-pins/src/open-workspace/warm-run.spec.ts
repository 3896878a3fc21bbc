import { readdirSync } from 'node:fs';
import { BUILD_TIMEOUT_MS, canBuild } from '../artifact/testing/build-plugins';
import { realServer } from '../artifact/testing/real-server';
import { type Files, mainGo, pinned, removeWorkspaces, workspace } from '../testing/workspace';
import { warmRun } from './warm-run';

afterAll(removeWorkspaces);

const inFolder = (dir: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([file, text]) => [`${dir}/${file}`, text]));

// The server that is built for each user: where it is there, nothing has to be built here.
(realServer() !== undefined && canBuild ? it : it.skip)(
  'makes ready what builds, tests and loads need, and writes nothing into the workspace',
  async () => {
    const root = workspace({
      'nakama.json': '{ "release": "3.40.0" }\n',
      ...inFolder('plugins/arena', pinned()),
      ...inFolder('plugins/broken', { ...pinned(), 'main.go': mainGo().replace('return nil', 'return 1') }),
    });
    const before = readdirSync(root, { recursive: true }).sort();
    const lines: string[] = [];
    const onProgress = (event: { kind: string; text?: string }): number => lines.push(event.text ?? '');
    const rows = await warmRun({ root, dir: '.', env: process.env, onProgress });
    expect(rows.map(({ subject, status }) => [subject, status])).toEqual([
      ['plugins/arena', 'ok'],
      ['plugins/arena', 'ok'],
      ['plugins/broken', 'note'],
      ['plugins/broken', 'note'],
      ['server 3.40.0 for linux/amd64', 'ok'],
    ]);
    expect(rows[2]?.found).toMatch(/does not compile.*main\.go:\d+/);
    expect(readdirSync(root, { recursive: true }).sort()).toEqual(before);
    expect(lines).toContainEqual(expect.stringMatching(/^plugins\/arena: Go 1\.26\.5, /));
  },
  BUILD_TIMEOUT_MS,
);
