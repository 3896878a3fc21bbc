import type { ProjectGraph } from '@nx/devkit';
import { nakamaProjects } from './nakama-projects';

function node(name: string, root: string, targets: ProjectGraph['nodes'][string]['data']['targets']) {
  return { name, type: 'app' as const, data: { root, targets } };
}

describe('nakamaProjects', () => {
  it('finds the projects with a target of ours, and whether they are kept in sync', () => {
    const verify = { executor: 'nx-nakama:verify-pins' };
    const nodes = {
      shop: node('shop', 'plugins/shop', {
        'verify-pins': { ...verify, syncGenerators: ['nx-nakama:sync-pins'] },
      }),
      arena: node('arena', 'plugins/arena', { pins: { ...verify, syncGenerators: [] } }),
      web: node('web', 'apps/web', {
        build: { executor: '@nx/js:tsc', syncGenerators: ['@nx/js:typescript-sync'] },
      }),
      docs: node('docs', 'docs', undefined),
    };
    expect(nakamaProjects({ nodes })).toEqual([
      { name: 'arena', dir: 'plugins/arena', isSynced: false },
      { name: 'shop', dir: 'plugins/shop', isSynced: true },
    ]);
  });
});
