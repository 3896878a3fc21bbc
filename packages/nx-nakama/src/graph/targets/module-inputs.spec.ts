import type { TargetConfiguration } from '@nx/devkit';
import { goMod, MAIN_GO, type TempWorkspace, tempWorkspace } from '../../testing/temp-workspace';
import { findNakamaModules } from '../nakama-modules';
import { normalizeOptions } from '../options';
import { moduleTargets } from './module-targets';

const COMPOSE_ABOVE = '{workspaceRoot}/*compose*.y*ml';
const RELEASE_DECIDES = ['verify-pins', 'build', 'verify-load', 'verify-load-together', 'test', 'lint'];

describe('the files that name the release of a plugin', () => {
  let workspace: TempWorkspace;
  afterEach(() => workspace.remove());

  function targetsWithComposeInput(files: Record<string, string>): string[] {
    workspace = tempWorkspace({
      'plugins/arena/go.mod': goMod('example.com/arena'),
      'plugins/arena/main.go': MAIN_GO,
      'compose.yml': 'services:\n  nakama:\n    image: heroiclabs/nakama:3.40.0\n',
      ...files,
    });
    const options = normalizeOptions(undefined);
    const [module] = findNakamaModules(workspace.root, ['plugins/arena']);
    const targets: Record<string, TargetConfiguration> = module ? moduleTargets({ options, module }) : {};
    return Object.keys(targets).filter((name) => targets[name]?.inputs?.includes(COMPOSE_ABOVE));
  }

  it('are images where no nakama.json names one: whatever rests on the release runs again when they change', () => {
    expect(targetsWithComposeInput({})).toEqual(RELEASE_DECIDES);
    expect(targetsWithComposeInput({ 'plugins/nakama.json': '{ "server": "eu" }' })).toEqual(RELEASE_DECIDES);
  });

  it('are nakama.json files alone where one names it: images are then for verify-pins to judge', () => {
    expect(targetsWithComposeInput({ 'nakama.json': '{ "release": "3.40.0" }' })).toEqual(['verify-pins']);
  });
});
