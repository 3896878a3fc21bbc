import { pathElementFault, pathMajor } from '../go-module/module-path';

/**
 * What is wrong with a module path, or undefined for one that Go takes and can fetch.
 * The rules are those of `CheckPath` in https://pkg.go.dev/golang.org/x/mod/module#CheckPath.
 */
export function modulePathFault(path: string): string | undefined {
  if (path === '') return 'it is empty';
  if (path.startsWith('-')) return 'it begins with a dash';
  const elements = path.split('/');
  const fault = elements.map(elementFault).find((found) => found !== undefined);
  if (fault) return fault;
  const [host = ''] = elements;
  if (!host.includes('.')) return `its first element "${host}" has no dot, so it is not a host name`;
  if (!/^[a-z0-9.-]+$/.test(host)) {
    return `its first element "${host}" may hold only lower-case letters, digits, dots and dashes`;
  }
  return majorVersionFault(path, elements);
}

function elementFault(element: string): string | undefined {
  if (element.startsWith('.')) return `its element "${element}" begins with a dot`;
  return pathElementFault(element, '-._~');
}

function majorVersionFault(path: string, elements: readonly string[]): string | undefined {
  if (pathMajor(path) !== undefined) return undefined;
  return elements[0] === 'gopkg.in'
    ? 'a path of gopkg.in ends with a version like .v1'
    : `its version element "${elements.at(-1)}" is none that Go knows (v2, v3, …; version 1 has none)`;
}
