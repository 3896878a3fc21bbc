import type { TargetConfiguration } from '@nx/devkit';
import { releaseInputs } from './module-inputs';
import { metadata, type Target, type TargetContext } from './target';

/** What was built is what counts: the same `.so` need not be opened again, whatever its sources have become. */
const BUILT_PLUGINS = { dependentTasksOutputFiles: '**/*.so' };

export const verifyLoad: Target = (context) =>
  target(context, {
    dependsOn: [context.options.buildTargetName],
    dirs: [context.module.dir],
    options: {},
    metadata: metadata(
      context,
      context.options.verifyLoadTargetName,
      'Has the real Nakama server open the built plugin',
      { options: { server: 'module' } },
    ),
  });

/** The server that opens the plugin opens others of the workspace in the same process. */
export const verifyLoadTogether: Target = (context) => {
  const { module, options } = context;
  const together = [module.dir, ...module.companions].sort();
  return target(context, {
    // By folder: a project.json may give a project another name.
    dependsOn: [{ target: options.buildTargetName, projects: together.map((dir) => `directory:${dir}`) }],
    dirs: together,
    options: { together },
    metadata: metadata(
      context,
      options.verifyLoadTogetherTargetName,
      'Has the real Nakama server open the built plugin together with all others of that server',
      { options: { server: 'module' } },
    ),
  });
};

interface Parts extends Pick<TargetConfiguration, 'dependsOn' | 'options' | 'metadata'> {
  readonly dirs: readonly string[];
}

function target({ options }: TargetContext, { dirs, ...parts }: Parts): TargetConfiguration {
  const { serverBinary } = options;
  return {
    executor: 'nx-nakama:verify-load',
    ...parts,
    options: { ...(parts.options as object), ...(serverBinary !== undefined && { binary: serverBinary }) },
    cache: true,
    inputs: [
      ...releaseInputs(dirs),
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
