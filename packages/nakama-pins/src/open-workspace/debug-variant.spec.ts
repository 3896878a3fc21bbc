import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { addRelease } from '../adding/add-release';
import { build, BUILD_TIMEOUT_MS, describeWithPlugins } from '../artifact/testing/build-plugins';
import { GOOD, HOST } from '../artifact/testing/rows';
import { buildable } from '../testing/go';
import { removeWorkspaces, workspace } from '../testing/workspace';
import { Tools } from '../toolchain/tools';
import { openWorkspace } from './open-workspace';

afterAll(removeWorkspaces);

describeWithPlugins('a plugin for the server for a debugger', () => {
  it(
    'is compiled and built as that server is, and one that is not is refused',
    async () => {
      const root = workspace({
        ...buildable(['go.uber.org/zap']),
        'nakama.json': '{ "release": "3.40.0-dsym" }',
        'bin/.keep': '',
      });
      const debug = await build({ ...HOST, flags: ['-trimpath', '-gcflags=all=-N -l'] });
      const env = { ...process.env, GOPROXY: 'off' };
      const options = { what: debug, cwd: root, workspaceDir: root, name: '3.40.0-dsym' };
      await addRelease(options, new Tools({ root, env }));
      const open = openWorkspace({ root });
      const proved = await open.verify(['.'], { proof: 'compiled' });
      expect(proved.modules).toMatchObject([{ release: '3.40.0-dsym', verdict: 'loads', findings: [] }]);
      const built = await open.build(['.'], {});
      expect(built.modules).toMatchObject([{ verdict: 'loads', findings: [] }]);
      copyFileSync(await build(GOOD.recipe), join(root, 'bin/plain.so'));
      const plain = open.checkArtifacts(['bin/plain.so'], {});
      expect(plain.modules).toMatchObject([{ verdict: 'fails', findings: [{ id: 'artifact-flags' }] }]);
    },
    BUILD_TIMEOUT_MS,
  );
});
