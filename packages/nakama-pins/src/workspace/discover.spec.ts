import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openWorkspace } from '../open-workspace/open-workspace';
import { pinned, removeWorkspaces, workspace } from '../testing/workspace';
import { findModules } from './discover';

afterAll(removeWorkspaces);

// Other file systems refuse such names.
(process.platform === 'linux' ? it : it.skip)('skips no folder for its name', async () => {
  const root = workspace({ 'nakama.json': '{ "release": "3.40.0" }\n', 'plain/go.mod': 'module a\n' });
  mkdirSync(join(root, 'two\nlines'));
  for (const [file, text] of Object.entries(pinned())) writeFileSync(join(root, 'two\nlines', file), text);
  const latin1 = Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9])]);
  mkdirSync(latin1);
  writeFileSync(Buffer.concat([latin1, Buffer.from('/go.mod')]), 'module b\n');
  const other = Buffer.concat([Buffer.from(`${root}/art`), Buffer.from([0xe9])]);
  mkdirSync(other);
  expect(findModules(root, '.')).toEqual(['caf\uFFFD', 'plain', 'two\nlines']);
  const { modules, exitCode } = await openWorkspace({ root }).verify(['.']);
  expect(modules).toMatchObject([
    { dir: 'caf\uFFFD', problems: [{ message: expect.stringContaining('is not UTF-8') }] },
    { dir: 'two\nlines', verdict: 'loads' },
  ]);
  expect(exitCode).toBe(2);
});
