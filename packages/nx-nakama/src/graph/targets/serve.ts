import { metadata, type Target } from './target';

/** Builds by itself: a build that fails must not end it. */
export const serve: Target = (context) => {
  const { names, serverBinary } = context.options;
  return {
    executor: 'nx-nakama:serve',
    options: { ...(serverBinary !== undefined && { binary: serverBinary }) },
    continuous: true,
    cache: false,
    metadata: metadata(
      context,
      names.serve,
      'Runs a real Nakama server with the plugin, and builds and starts it again after each change',
      { options: { config: ['local.yml'] } },
    ),
  };
};
