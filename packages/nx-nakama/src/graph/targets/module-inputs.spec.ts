import { expandedInputs } from '../../testing/expanded-inputs';
import { looksAt } from '../../testing/looks';
import { goMod, MAIN_GO, type TempWorkspace, tempWorkspace } from '../../testing/temp-workspace';
import { findNakamaModules } from '../nakama-modules';
import { normalizeOptions } from '../options';
import { moduleTargets } from './module-targets';
import { namedInputs } from './named-inputs';

const COMPOSE_ABOVE = '{workspaceRoot}/*compose*.y*ml';
const COMPOSE_ANYWHERE = '{workspaceRoot}/**/*compose*.y*ml';
const RELEASE_DECIDES = [
  'verify-pins',
  'build',
  'verify-load',
  'verify-load-together',
  'verify-start',
  'test',
  'lint',
];

describe('the files that name the release of a plugin', () => {
  let workspace: TempWorkspace;
  afterEach(() => workspace.remove());

  function targetsWith(input: string, files: Record<string, string>, dir = 'plugins/arena'): string[] {
    workspace = tempWorkspace({
      'plugins/arena/go.mod': goMod('example.com/arena'),
      'plugins/arena/main.go': MAIN_GO,
      'compose.yml': 'services:\n  nakama:\n    image: heroiclabs/nakama:3.40.0\n',
      ...files,
    });
    const [module] = findNakamaModules(looksAt(workspace.root), [dir]);
    if (!module) throw new Error(`${dir} is no module`);
    const context = {
      root: workspace.root,
      options: normalizeOptions(undefined),
      module,
      catalog: '0.3.0-1',
    };
    const project = { targets: moduleTargets(context), namedInputs: namedInputs(module, workspace.root) };
    return Object.keys(project.targets).filter((name) => expandedInputs(project, name).includes(input));
  }

  it('are images anywhere where no nakama.json names one: whatever rests on the release runs again when they change', () => {
    expect(targetsWith(COMPOSE_ANYWHERE, {})).toEqual(RELEASE_DECIDES);
    expect(targetsWith(COMPOSE_ANYWHERE, { 'plugins/nakama.json': '{ "server": "eu" }' })).toEqual(
      RELEASE_DECIDES,
    );
  });

  it('are nakama.json files alone where one names it: images near the plugin are then for verify-pins to judge', () => {
    const named = { 'nakama.json': '{ "release": "3.40.0" }' };
    expect(targetsWith(COMPOSE_ANYWHERE, named)).toEqual([]);
    for (const input of [
      COMPOSE_ABOVE,
      '{workspaceRoot}/deploy*/**/*',
      '{workspaceRoot}/.github/workflows/*',
    ])
      expect(targetsWith(input, named)).toEqual(['verify-pins']);
  });

  it('are, for a library, those of the plugins that use it', () => {
    const library = {
      'libs/shared/go.mod': goMod('example.com/shared'),
      'libs/shared/shared.go': 'package shared\n',
    };
    for (const input of [COMPOSE_ANYWHERE, '{workspaceRoot}/**/go.mod', '{workspaceRoot}/**/nakama.json'])
      expect(targetsWith(input, library, 'libs/shared')).toEqual(['verify-pins', 'test', 'lint']);
    const named = { ...library, 'nakama.json': '{ "release": "3.40.0" }' };
    expect(targetsWith(COMPOSE_ANYWHERE, named, 'libs/shared')).toEqual([]);
  });
});
