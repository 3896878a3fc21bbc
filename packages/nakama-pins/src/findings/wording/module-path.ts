import { defineFinding } from '../define-finding';
import { goModEdit } from './go-command';

/** Why a plugin can't have its module path. */
export type ModulePathFault = { readonly path: string } & (
  | { readonly kind: 'malformed'; readonly fault: string }
  | { readonly kind: 'missing' | 'reserved' | 'main' | 'required' }
  | { readonly kind: 'standard'; readonly package: string }
  | { readonly kind: 'ambiguous'; readonly package: string; readonly module: string }
  | { readonly kind: 'of the server'; readonly package: string; readonly release: string }
);

export const modulePath = defineFinding({
  title: 'The module path is one that Go or the server refuses',
  about: 'module',
  byCheck: true,
  settledBy: { compiling: 'leaves', pinning: false, building: 'repeats' },
  goSays: ['module-path'],
  words: (data: ModulePathFault, { dir, file }) => ({
    module: data.path || dir,
    expected: 'a module path of its own',
    actual: data.path || undefined,
    message: messageOf(data),
    fix: `${goModEdit(file, `-module=example.com/${ownName(dir)}`)} (or another path of its own, and change the imports of its packages)`,
  }),
});

/** Another folder gets another path. */
function ownName(dir: string): string {
  return /^[\w./-]+$/.test(dir) && !dir.startsWith('.') ? dir : 'game/arena';
}

function messageOf(data: ModulePathFault): string {
  const { path } = data;
  switch (data.kind) {
    case 'malformed':
      return `Go refuses the module path ${JSON.stringify(path)} ("malformed module path"): ${data.fault}`;
    case 'missing':
      return 'go.mod has no module line: Go builds nothing ("missing module declaration")';
    case 'reserved':
      return `Go refuses the module path ${path} ("not an importable package"): the word has a meaning of its own for go commands`;
    case 'main':
      return 'the server has a package main too: it refuses a plugin whose path is main ("plugin was built with a different version of package main")';
    case 'required':
      return `the module has the path of ${path}, which it requires: Go looks for its packages here ("no required module provides package")`;
    case 'standard':
      return `${data.package} is a package of the standard library: Go refuses the plugin's own ("ambiguous import")`;
    case 'ambiguous':
      return `${data.package} is a package of ${data.module}, which go.mod requires: Go refuses the plugin's own ("ambiguous import")`;
    case 'of the server':
      return `${data.package} is a package that Nakama ${data.release} links: the server takes the plugin's own for another version of it, and refuses the plugin`;
  }
}
