import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openWorkspace } from '../open-workspace/open-workspace';
import { buildable, goProxy } from '../testing/go';
import { one } from '../testing/one';
import { mainGo, pinned, removeWorkspaces, workspace } from '../testing/workspace';

afterAll(removeWorkspaces);

const ZAP = 'go.uber.org/zap';

/** A server of one's own, with another zap and no hashes of it, and a plugin that is not pinned to it yet. */
function ownServer() {
  return workspace({
    'nakama.json': '{ "release": "3.40.0-own.1" }',
    'nakama-releases/3.40.0-own.1.json': JSON.stringify({
      extends: '3.40.0',
      release: '3.40.0-own.1',
      modules: [{ path: ZAP, version: 'v1.27.0', linkedPackages: [ZAP], vendoredPackages: [ZAP] }],
    }),
    ...buildable([ZAP]),
    'main.go': mainGo(ZAP),
  });
}

async function pin(root: string, settings: NodeJS.ProcessEnv = {}) {
  const env = {
    GOPROXY: goProxy(),
    HOME: process.env['HOME'],
    PATH: '/nowhere',
    ...settings,
  };
  const outcome = await one(openWorkspace({ root, env }).pin(['.'], { only: true, write: true }));
  const lines = readFileSync(join(root, 'go.sum'), 'utf8').split('\n');
  return { outcome, zap: lines.filter((line) => line.startsWith(`${ZAP} v1.27.0`)) };
}

it('takes hashes that the release lacks from the checksum database, where there is no go', async () => {
  const { zap } = await pin(ownServer());
  // As go.sum files all over the world have them.
  expect(zap).toEqual([
    `${ZAP} v1.27.0 h1:aJMhYGrd5QSmlpLMr2MftRKl7t8J8PTZPA732ud/XR8=`,
    `${ZAP} v1.27.0/go.mod h1:GB2qFLM7cTU87MWRP2mPIjqfIDnGu+VIO4V/SdhGo2E=`,
  ]);
});

it.each([
  ['the settings forbid it', { GOSUMDB: 'off' }, 'GOSUMDB'],
  ['the module is private', { GOPRIVATE: 'go.uber.org' }, 'GOPRIVATE'],
  ['nobody can be reached', { GOPROXY: 'https://proxy.invalid' }, "can't be reached: ENOTFOUND"],
])('says that go.sum lacks them where %s, and why', async (_, settings: NodeJS.ProcessEnv, why) => {
  const { zap, outcome } = await pin(ownServer(), {
    ...settings,
    NAKAMA_PINS_CACHE: workspace({ keep: '' }),
  });
  expect(zap).toEqual([]);
  expect(outcome.findings.map(({ id, module }) => `${id} ${module}`)).toContain(`go-sum ${ZAP}`);
  expect(outcome.uncompiled?.why).toContain(`the hashes of ${ZAP} v1.27.0 are not known: `);
  expect(outcome.uncompiled?.why).toContain(why);
});

it('asks nobody where the release has them', async () => {
  const root = workspace({ ...pinned(), 'go.sum': '', 'nakama.json': '{ "release": "3.40.0" }' });
  const { outcome } = await pin(root, { GOPROXY: 'https://proxy.invalid' });
  expect(outcome.findings.map(({ id }) => id)).not.toContain('go-sum');
});
