/** Names that Windows keeps for devices: Go allows them in no module path. */
const WINDOWS_NAMES = new Set([
  'con',
  'prn',
  'aux',
  'nul',
  ...Array.from({ length: 9 }, (_, i) => [`com${i + 1}`, `lpt${i + 1}`]).flat(),
]);

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
  if (!host.includes('.')) return `its first element "${host}" has no dot, so it is no host name`;
  if (!/^[a-z0-9.-]+$/.test(host)) {
    return `its first element "${host}" may hold only lower-case letters, digits, dots and dashes`;
  }
  return majorVersionFault(elements);
}

function elementFault(element: string): string | undefined {
  if (element === '') return 'it has an empty element (a slash at the beginning or end, or two in a row)';
  if (element.startsWith('.')) return `its element "${element}" begins with a dot`;
  if (element.endsWith('.')) return `its element "${element}" ends with a dot`;
  const bad = /[^A-Za-z0-9\-._~]/u.exec(element)?.[0];
  if (bad) return `it holds ${JSON.stringify(bad)}; letters, digits and -._~ are allowed`;
  const [stem = ''] = element.split('.');
  if (WINDOWS_NAMES.has(stem.toLowerCase())) return `its element "${element}" is a device name on Windows`;
  if (/~\d+$/.test(stem)) return `its element "${element}" ends with a tilde and digits`;
  return undefined;
}

/** `/v2` and up name a major version; gopkg.in writes it `.v1`. */
function majorVersionFault(elements: readonly string[]): string | undefined {
  const last = elements.at(-1) ?? '';
  if (elements[0] === 'gopkg.in' && elements.length > 1) {
    return /\.v(?:0|[1-9]\d*)(?:-unstable)?$/.test(last)
      ? undefined
      : 'a path of gopkg.in ends with a version like .v1';
  }
  const version = elements.length > 1 ? /^v([\d.]+)$/.exec(last)?.[1] : undefined;
  if (version === undefined || /^(?:[2-9]|[1-9]\d+)$/.test(version)) return undefined;
  return `its version element "${last}" is none that Go knows (v2, v3, …; version 1 has none)`;
}

/** The host and repository of a git remote or of package.json's `repository`: `github.com/acme/game`. */
export function repositoryPath(remote: string): string | undefined {
  const url = remote.trim().replace(/^git\+/, '');
  const shorthand = /^(?:(github|gitlab|bitbucket):)?([\w.-]+\/[\w.-]+)$/.exec(url);
  if (shorthand) {
    const host = shorthand[1] === 'bitbucket' ? 'bitbucket.org' : `${shorthand[1] ?? 'github'}.com`;
    return tidy(`${host}/${shorthand[2]}`);
  }
  const scp = /^(?:[\w.-]+@)?([\w.-]+):(?!\/\/)(.+)$/.exec(url);
  if (scp) return tidy(`${scp[1]}/${scp[2]}`);
  const located = /^(?:https?|ssh|git):\/\/(?:[^@/]*@)?([\w.-]+)(?::\d+)?\/(.+)$/.exec(url);
  return located ? tidy(`${located[1]}/${located[2]}`) : undefined;
}

function tidy(path: string): string | undefined {
  const [host = '', ...rest] = path.replace(/(?:\.git)?(?:[#?].*)?\/*$/, '').split('/');
  const tidied = [host.toLowerCase(), ...rest.filter(Boolean)].join('/');
  return rest.length > 0 && modulePathFault(tidied) === undefined ? tidied : undefined;
}
