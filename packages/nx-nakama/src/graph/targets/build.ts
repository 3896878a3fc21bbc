import { posix } from 'node:path';
import { C_COMPILER_INPUTS, openedInputs, sourceInputs } from './module-inputs';
import { metadata, SYNC_GENERATORS, type Target } from './target';

/** Where Nx keeps what is built; each platform has a folder in it. */
function outputDirOf(dir: string): string {
  return posix.join('dist', dir);
}

export const build: Target = (context) => {
  const { module, options } = context;
  return {
    executor: 'nx-nakama:build',
    options: { outputDir: outputDirOf(module.dir) },
    defaultConfiguration: 'production',
    configurations: { production: {}, development: { ldflags: '' } },
    cache: true,
    inputs: [...sourceInputs(module), ...openedInputs(module.opens), ...C_COMPILER_INPUTS],
    outputs: ['{options.outputDir}'],
    syncGenerators: SYNC_GENERATORS,
    metadata: metadata(
      context,
      options.names.build,
      'Builds the plugin with the exact Go of its release and proves from the .so that the server loads it',
      { options: { platforms: ['linux/arm64'] } },
    ),
  };
};
