import type { Overlay } from '../toolchain/overlay';
import { cElsewhere } from './c-elsewhere';
import type { PluginFacts } from './facts';
import { Folders } from './folders';
import { uncompiledBeside } from './uncompiled-beside';

/**
 * How go is to see a module: without the tests and the files for Windows that are not compiled, and with what its build cache
 * does not see.
 *
 * @param root the workspace root, absolute
 * @param of whose files are not compiled: the module's own and those of its local libraries, or the latter alone
 */
export function moduleOverlay(
  root: string,
  facts: Pick<PluginFacts, 'dir' | 'localModules'>,
  of: 'all' | 'libraries',
): Overlay {
  const folders = new Folders(root);
  return { absent: uncompiledBeside(folders, facts, of), added: cElsewhere(folders, facts) };
}
