import { posix } from 'node:path';
import { openedInputs, rivalsInputs, sourceInputs } from './module-inputs';
import { caching, metadata, type Target, uncached } from './target';

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
    ...caching(context),
    inputs: [...sourceInputs(module), ...openedInputs(module.opens), ...rivalsInputs(module)],
    // By name: whatever else lies there was not built, and must not come back with what was.
    outputs: module.detection.pluginNames.map((name) => `{options.outputDir}/*/${name}.so`),
    metadata: metadata(
      context,
      options.names.build,
      `Builds the plugin with the exact Go of its release and proves from the .so that the server loads it${uncached(context)}`,
      { options: { platforms: ['linux/arm64'] } },
    ),
  };
};
