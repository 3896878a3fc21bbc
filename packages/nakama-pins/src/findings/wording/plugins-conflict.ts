import { defineFinding } from '../define-finding';
import { goIn, goModEdit, steps } from './go-command';
import { are, few } from './lists';

/** A package that the server lacks: the first plugin that brings it binds it for all that follow. */
export type PluginsConflict = BuiltConflict | FoundConflict;

/** As the built files say. */
interface BuiltConflict {
  readonly kind: 'built';
  readonly module: string;
  readonly packages: readonly string[];
  /** The plugin that the server opens first. */
  readonly first: string;
  /** Versions of the module in the first plugin and in this one; undefined if they are alike or not noted. */
  readonly versions?: { readonly first: string | undefined; readonly own: string | undefined };
}

/** As the committed files say, or the compiled packages. */
interface FoundConflict {
  readonly kind: 'found';
  readonly module: string;
  /** Packages that both link; empty if that is not known of any. */
  readonly packages: readonly string[];
  readonly own: ConflictOrigin;
  /** The other plugins of the server. */
  readonly others: readonly ConflictOrigin[];
  readonly fix: ConflictFix;
}

/** What a plugin takes a package from. */
export interface ConflictOrigin {
  /** The plugin's folder. */
  readonly dir: string;
  readonly module: string;
  /** None for the plugin's own module. */
  readonly version?: string;
  /** A folder of the workspace, or another module and version. */
  readonly replacedBy?: string;
}

/** What makes the plugins alike. */
export type ConflictFix =
  | { readonly kind: 'one version'; readonly version: string; readonly edits: readonly VersionEdit[] }
  /** One plugin's own packages are a dependency of the other. */
  | { readonly kind: 'own module' }
  /** Only a replacement, or what it leads to, differs. */
  | { readonly kind: 'replacement' }
  /** The package is in two modules. */
  | { readonly kind: 'other module' };

/** A plugin that is to require another version. */
export interface VersionEdit {
  readonly dir: string;
  /** The go.mod to write, where Go can't get the module: what a folder replaces need not be published. */
  readonly goMod?: string;
  readonly vendors: boolean;
}

const RULE = 'a package that the server lacks must be the same in all plugins';
const NO_VERSION = '(no version)';

export const pluginsConflict = defineFinding({
  title: 'Two plugins bring different versions of a package',
  about: 'module',
  byCheck: true,
  settledBy: { compiling: 'settles', pinning: false, building: 'repeats' },
  words: (data: PluginsConflict) => (data.kind === 'built' ? ofBuilt(data) : ofFound(data)),
});

function ofBuilt({ module, packages, first, versions }: BuiltConflict) {
  return {
    module,
    expected: versions?.first,
    actual: versions?.own,
    message: versions
      ? `${few(packages)} ${are(packages)} of ${module} ${versions.own ?? NO_VERSION} here, but of ${versions.first ?? NO_VERSION} in ${first}, which the server opens first: ${RULE}`
      : `${few(packages)} differ${packages.length === 1 ? 's' : ''} from ${first}, which the server opens first: ${RULE}`,
    fix: versions
      ? `require one version of ${module} in both modules, then build both again`
      : `build both from the same source of ${module}, by the same Go, with the same flags`,
  };
}

function ofFound({ module, packages, own, others, fix }: FoundConflict) {
  const theirs = others.map((other) => `${originText(other, module)} in ${other.dir}`);
  const dirs = [own, ...others].map(({ dir }) => dir);
  return {
    module,
    actual: own.version,
    ...(fix.kind === 'one version' && { expected: fix.version }),
    message:
      packages.length > 0
        ? `${few(packages)} ${are(packages)} of ${module}${versionText(own)} here, but of ${few(theirs)}: the server lacks ${packages.length === 1 ? 'it' : 'them'}, so the plugin that it opens first binds ${packages.length === 1 ? 'it' : 'them'}, and it refuses the other`
        : `${module} is required${versionText(own)} here, but ${few(theirs)}: if both plugins link a package of it, which the server lacks, the plugin that it opens first binds the package, and it refuses the other; ${undecidedBy(dirs)}`,
    fix: fixText(module, fix),
  };
}

function undecidedBy(dirs: readonly string[]): string {
  return `npx nakama-pins verify --proof compiled ${dirs.join(' ')} tells`;
}

/** As it follows the module's path. */
function versionText({ version, replacedBy }: ConflictOrigin): string {
  return `${version === undefined ? '' : ` ${version}`}${replacedBy === undefined ? '' : ` (replaced by ${replacedBy})`}`;
}

function originText(origin: ConflictOrigin, module: string): string {
  if (origin.module !== module) return `${origin.module}${versionText(origin)}`;
  return versionText(origin).trim() || "the plugin's own module";
}

function fixText(module: string, fix: ConflictFix): string {
  switch (fix.kind) {
    case 'one version':
      return steps(...fix.edits.map((edit) => editText(module, fix.version, edit)));
    case 'own module':
      return `move the packages that both plugins link into a module of their own, and require it in both with one version`;
    case 'replacement':
      return `replace ${module} by the same in all of them, or in none`;
    case 'other module':
      return `take the package from one module in all of them`;
  }
}

function editText(module: string, version: string, { dir, goMod, vendors }: VersionEdit): string {
  const first =
    goMod === undefined
      ? goIn(dir, `get ${module}@${version}`)
      : goModEdit(goMod, `-require=${module}@${version}`);
  return steps(first, vendors && goIn(dir, 'mod vendor'));
}
