import { defineFinding, STAYS } from '../define-finding';
import { are, few } from './lists';

/** A package that the server lacks: the first plugin that brings it binds it for all that follow. */
export interface PluginsConflict {
  readonly module: string;
  readonly packages: readonly string[];
  /** The plugin that the server opens first. */
  readonly first: string;
  /** Versions of the module in the first plugin and in this one; undefined if they are alike or not noted. */
  readonly versions?: { readonly first: string | undefined; readonly own: string | undefined };
}

const RULE = 'a package that the server lacks must be the same in all plugins';
const NO_VERSION = '(no version)';

export const pluginsConflict = defineFinding({
  title: 'Two plugins bring different versions of a package',
  about: 'module',
  byCheck: false,
  settledBy: STAYS,
  words: ({ module, packages, first, versions }: PluginsConflict) => ({
    module,
    expected: versions?.first,
    actual: versions?.own,
    message: versions
      ? `${few(packages)} ${are(packages)} of ${module} ${versions.own ?? NO_VERSION} here, but of ${versions.first ?? NO_VERSION} in ${first}, which the server opens first: ${RULE}`
      : `${few(packages)} differ${packages.length === 1 ? 's' : ''} from ${first}, which the server opens first: ${RULE}`,
    fix: versions
      ? `require one version of ${module} in both modules, then build both again`
      : `build both from the same source of ${module}, by the same Go, with the same flags`,
  }),
});
