import type { TargetConfiguration } from '@nx/devkit';
import type { NormalizedOptions } from './options';
import { pluginInputs } from './plugin-inputs';
import type { PluginModule } from './plugin-modules';

/** The targets of a plugin project: a pure function of the options and of what was found. */
export function pluginTargets(
  options: NormalizedOptions,
  plugin: PluginModule,
): Record<string, TargetConfiguration> {
  const { name, samePath } = plugin;
  return {
    [options.verifyPinsTargetName]: {
      executor: 'nx-nakama:verify-pins',
      // In the options, so that a twin that appears or goes changes the hash.
      options: samePath.length > 0 ? { samePath } : {},
      cache: true,
      inputs: pluginInputs(plugin),
      outputs: [],
      metadata: {
        technologies: ['go', 'nakama'],
        description: 'Tells, without Go, whether the plugin will load on its Nakama release',
        help: {
          command: `nx run ${name}:${options.verifyPinsTargetName} --help`,
          example: { options: { release: '3.40.0' } },
        },
      },
    },
  };
}
