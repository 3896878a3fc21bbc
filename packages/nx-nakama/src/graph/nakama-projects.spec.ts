import type { ProjectGraph } from '@nx/devkit';
import { nakamaProjects } from './nakama-projects';

function node(name: string, root: string, targets: ProjectGraph['nodes'][string]['data']['targets']) {
  return { name, type: 'app' as const, data: { root, targets } };
}

describe('nakamaProjects', () => {
  it('finds the projects with a target of ours, and whether they are kept in sync', () => {
    const nodes = {
      shop: node('shop', 'plugins/shop', { pins: { executor: 'nx-nakama:verify-pins' } }),
      arena: node('arena', 'plugins/arena', { test: { executor: 'nx-nakama:test' } }),
      web: node('web', 'apps/web', {
        build: { executor: '@nx/js:tsc' },
      }),
      docs: node('docs', 'docs', undefined),
    };
    expect(nakamaProjects({ nodes })).toEqual([
      { name: 'arena', dir: 'plugins/arena', isSynced: false },
      { name: 'shop', dir: 'plugins/shop', isSynced: true },
    ]);
  });
});
