import { modulePathFault } from './module-path-fault';

/**
 * The host and repository of a git remote or of package.json's `repository`: `github.com/acme/game`. Undefined if
 * they make no module path.
 */
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
