import { ModuleOpener } from '../verify/open-module';
import { planInput } from './plan-input';
import { planWorkspace, type WorkspacePlan } from './plan-workspace';

/** Which modules are planned. */
export interface PlanModulesOptions {
  /** The workspace root, absolute. */
  readonly root: string;
  /** Overrides every nakama.json: a version, `latest`, `3.40`. */
  readonly release?: string;
  /** Folders of the modules, relative to the root. */
  readonly dirs: readonly string[];
  /** Files (relative to the root) that have another text than on the disk. */
  readonly texts?: ReadonlyMap<string, string>;
  /**
   * Versions of releases that no module of the workspace is built for any more: images that name one are moved in files
   * of deployments, too. Without it, only the files of a plugin and of the folders above it change.
   */
  readonly abandoned?: readonly string[];
}

/**
 * Plans the pins of modules from their text: no Go, no process, nothing written. What they share is read once, and what
 * several change is changed once. A file that can't be read is a problem of its module alone.
 *
 * @example
 * const { changes } = planModules({ root: process.cwd(), dirs: ['plugins/arena'] });
 * @throws InputError if `release` is not known
 */
export function planModules({
  root,
  release,
  dirs,
  texts = new Map(),
  abandoned,
}: PlanModulesOptions): WorkspacePlan {
  const opener = new ModuleOpener(root, release, texts);
  const reader = opener.newReader();
  for (const [file, text] of texts) reader.plan(file, text);
  const inputFor = (dir: string): ReturnType<typeof planInput> | undefined => {
    const module = opener.open(dir, { reader });
    return module.unreleased ? undefined : { ...planInput(module), abandoned };
  };
  return planWorkspace(dirs, inputFor, reader);
}
