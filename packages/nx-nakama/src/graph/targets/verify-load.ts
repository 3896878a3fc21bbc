import type { TargetConfiguration } from '@nx/devkit';
import type { NormalizedOptions } from '../options';
import { serverTag } from '../server-tag';
import { ALL_SETTINGS, openedInputs, releaseInputs } from './module-inputs';
import { metadata, type Target, type TargetContext } from './target';

/** What was built is what counts: the same `.so` need not be opened again, whatever its sources have become. */
const BUILT_PLUGINS = { dependentTasksOutputFiles: '**/*.so' };

export const verifyLoad: Target = (context) =>
  target(context, {
    dependsOn: [context.options.names.build],
    inputs: [...releaseInputs(), ...openedInputs(context.module.opens)],
    options: {},
    metadata: metadata(
      context,
      context.options.names.verifyLoad,
      'Opens the built plugin in the real Nakama server',
      { options: { server: 'module' } },
    ),
  });

/** The server that opens the plugin opens others of the workspace in the same process. */
export const verifyLoadTogether: Target = (context) => {
  const { module, options } = context;
  return target(context, {
    dependsOn: [{ target: options.names.build, projects: [`tag:${serverTag(module.server)}`] }],
    inputs: [...ALL_SETTINGS, ...openedInputs(module.opensTogether)],
    options: { together: true },
    metadata: metadata(
      context,
      options.names.verifyLoadTogether,
      'Opens all plugins of one server together in the real Nakama server',
      { options: { server: 'module' } },
    ),
  });
};

/** A real server with a database runs InitModule. */
export const verifyStart: Target = (context) => {
  const { module, options } = context;
  return {
    ...target(context, {
      dependsOn: [options.names.build],
      inputs: [...releaseInputs(), ...openedInputs(module.opens)],
      more: [{ env: 'NAKAMA_DATABASE' }],
      options: {},
      metadata: metadata(
        context,
        options.names.verifyStart,
        'Starts a real Nakama server with the built plugin and a throw-away database',
        { options: { timeout: 30 } },
      ),
    }),
    executor: 'nx-nakama:verify-start',
  };
};

type Parts = Pick<TargetConfiguration, 'dependsOn' | 'options' | 'metadata'> & {
  readonly inputs: readonly string[];
  readonly more?: NonNullable<TargetConfiguration['inputs']>;
};

function target({ options }: TargetContext, parts: Parts): TargetConfiguration {
  return serverTarget(options, parts);
}

/** A target that gives what was built to a server. */
export function serverTarget(
  { serverBinary }: NormalizedOptions,
  { inputs, more = [], ...parts }: Parts,
): TargetConfiguration {
  return {
    executor: 'nx-nakama:verify-load',
    ...parts,
    options: { ...(parts.options as object), ...(serverBinary !== undefined && { binary: serverBinary }) },
    cache: true,
    inputs: [
      ...inputs,
      ...more,
      BUILT_PLUGINS,
      ...(serverBinary === undefined ? [] : binaryInputs(serverBinary)),
    ],
    outputs: [],
  };
}

/** Nx does not hash files that git ignores: there the program's own fingerprints stand for it. */
function binaryInputs(serverBinary: string): NonNullable<TargetConfiguration['inputs']> {
  return [
    `{workspaceRoot}/${serverBinary}`,
    { runtime: `npx --no-install nakama-pins inspect ${serverBinary} --format json` },
  ];
}
