import { verdictInputs } from './module-inputs';
import { caching, metadata, type Target, uncached } from './target';

export const verifyPins: Target = (context) => {
  const { module, options } = context;
  const { samePath, detection, isByUse } = module;
  const rivals = module.rivals.map(({ dir }) => dir);
  return {
    executor: 'nx-nakama:verify-pins',
    // In the options, so that one that appears or goes changes the hash.
    options: {
      ...(samePath.length > 0 && { samePath }),
      ...(rivals.length > 0 && { rivals }),
      ...(isByUse && { kind: 'library' }),
    },
    ...caching(context),
    inputs: verdictInputs(module),
    outputs: [],
    metadata: metadata(
      context,
      options.names.verifyPins,
      `Tells, without Go, whether ${detection.kind === 'plugin' ? 'the plugin' : 'plugins that use the library'} will load on its Nakama release${uncached(context)}`,
      { options: { release: '3.40.0' } },
    ),
  };
};
