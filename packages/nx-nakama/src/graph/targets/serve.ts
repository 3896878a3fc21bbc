import type { TargetConfiguration } from '@nx/devkit';
import { metadata, type Target, type TargetContext } from './target';

export const serve: Target = (context) =>
  serveTarget(
    context,
    'Runs a real Nakama server with the plugin, and builds and starts it again after each change',
  );

/** Builds by itself: a build that fails must not end it. */
export function serveTarget(
  context: Pick<TargetContext, 'options'> & Parameters<typeof metadata>[0],
  description: string,
): TargetConfiguration {
  const { names, serverBinary } = context.options;
  return {
    executor: 'nx-nakama:serve',
    options: { ...(serverBinary !== undefined && { binary: serverBinary }) },
    continuous: true,
    cache: false,
    metadata: metadata(context, names.serve, description, { options: { config: ['local.yml'] } }),
  };
}
