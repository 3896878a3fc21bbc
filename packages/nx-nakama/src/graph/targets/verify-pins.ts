import { verdictInputs } from './module-inputs';
import { metadata, SYNC_GENERATORS, type Target } from './target';

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
    cache: true,
    inputs: verdictInputs(module),
    outputs: [],
    syncGenerators: SYNC_GENERATORS,
    metadata: metadata(
      context,
      options.names.verifyPins,
      detection.kind === 'plugin'
        ? 'Tells, without Go, whether the plugin will load on its Nakama release'
        : 'Tells, without Go, whether plugins that use the library will load on its Nakama release',
      { options: { release: '3.40.0' } },
    ),
  };
};
