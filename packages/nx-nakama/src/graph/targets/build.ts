import { posix } from 'node:path';
import { C_COMPILER_INPUTS, openedInputs, rivalsInputs, sourceInputs } from './module-inputs';
import { metadata, SYNC_GENERATORS, type Target } from './target';

/** Where Nx keeps what is built; each platform has a folder in it. */
function outputDirOf(dir: string): string {
  return posix.join('dist', dir);
}

export const build: Target = (context) => {
  const { module, options } = context;
  const rivals = module.rivals.map(({ dir }) => dir);
  return {
    executor: 'nx-nakama:build',
    // In the options, so that one that appears or goes changes the hash.
    options: { outputDir: outputDirOf(module.dir), ...(rivals.length > 0 && { rivals }) },
    defaultConfiguration: 'production',
    configurations: { production: {}, development: { ldflags: '' } },
    cache: true,
    inputs: [
      ...sourceInputs(module),
      ...openedInputs(module.opens),
      ...rivalsInputs(module),
      ...C_COMPILER_INPUTS,
    ],
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
