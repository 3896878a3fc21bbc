import type { TargetConfiguration } from '@nx/devkit';
import { moduleInputs } from './module-inputs';
import type { NakamaModule } from './nakama-modules';
import type { NormalizedOptions } from './options';

/** Keeps the workspace's pins in step: `nx sync` runs it, and Nx asks for it before the targets that name it. */
const SYNC_GENERATORS = ['nx-nakama:sync-pins'];

const TECHNOLOGIES = ['go', 'nakama'];

/** The targets of a plugin or library project: a pure function of the options and of what was found. */
export function moduleTargets(
  { verifyPinsTargetName, pinTargetName }: NormalizedOptions,
  module: NakamaModule,
): Record<string, TargetConfiguration> {
  return {
    [verifyPinsTargetName]: verifyPinsTarget(verifyPinsTargetName, module),
    [pinTargetName]: pinTarget(pinTargetName, module),
  };
}

function verifyPinsTarget(targetName: string, module: NakamaModule): TargetConfiguration {
  const { name, samePath, detection } = module;
  return {
    executor: 'nx-nakama:verify-pins',
    // In the options, so that a twin that appears or goes changes the hash.
    options: samePath.length > 0 ? { samePath } : {},
    cache: true,
    inputs: moduleInputs(module),
    outputs: [],
    syncGenerators: SYNC_GENERATORS,
    metadata: {
      technologies: TECHNOLOGIES,
      description:
        detection.kind === 'plugin'
          ? 'Tells, without Go, whether the plugin will load on its Nakama release'
          : 'Tells, without Go, whether plugins with the library will load on its Nakama release',
      help: {
        command: `nx run ${name}:${targetName} --help`,
        example: { options: { release: '3.40.0' } },
      },
    },
  };
}

function pinTarget(targetName: string, { name, detection }: NakamaModule): TargetConfiguration {
  return {
    executor: 'nx-nakama:pin',
    options: {},
    // It edits files: another run may have other files to edit.
    cache: false,
    metadata: {
      technologies: TECHNOLOGIES,
      description: `Brings the ${detection.kind} in step with its Nakama release`,
      help: {
        command: `nx run ${name}:${targetName} --help`,
        example: { args: ['--dryRun'] },
      },
    },
  };
}
