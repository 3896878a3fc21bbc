import { importPathFault } from '../../go-module/module-path';
import { canonicalVersion } from '../../go-module/module-version';
import { isStandardPackage } from '../../go-module/standard-packages';
import { InputError, type Problem } from '../../input/problem';

/** A module that is asked for. */
export interface ModuleQuery {
  /** As it was typed. */
  readonly text: string;
  /** Of the module, or of a package in it. */
  readonly path: string;
  /** The version that is asked for; by default the newest that fits. */
  readonly version?: string;
}

/**
 * Reads what is asked for, as `go get` takes it: `github.com/acme/x`, `github.com/acme/x/package@v1.2.3`.
 *
 * @throws InputError with a problem for each that can't be used
 */
export function moduleQueries(texts: readonly string[]): ModuleQuery[] {
  const problems: Problem[] = [];
  const queries = texts.map((text): ModuleQuery => {
    const at = text.indexOf('@');
    const [path, version] = at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
    const fault = pathFault(path) ?? versionFault(version);
    if (fault) problems.push({ file: text === '' ? '""' : text, ...fault });
    return { text, path, ...(version !== undefined && version !== 'latest' && { version }) };
  });
  if (texts.length === 0)
    problems.push({
      file: 'get',
      message: 'no module is named',
      fix: 'name one, such as github.com/acme/x, or github.com/acme/x@v1.2.3',
    });
  if (problems.length > 0) throw new InputError(problems);
  return queries;
}

type Fault = Omit<Problem, 'file'>;

function pathFault(path: string): Fault | undefined {
  if (isStandardPackage(path))
    return { message: 'this package comes with Go', fix: 'import it; there is nothing to get' };
  const [host = ''] = path.split('/');
  const fault =
    importPathFault(path) ??
    (host.includes('.') ? undefined : `its first element "${host}" has no dot, so it is not a host name`);
  if (fault === undefined) return undefined;
  return {
    message: `this is not the path of a module or package that go can download: ${fault}`,
    fix: 'write it as an import does: github.com/acme/x, and a folder as ./folder',
  };
}

function versionFault(version: string | undefined): Fault | undefined {
  if (version === undefined || version === 'latest') return undefined;
  if (canonicalVersion(version) === version) return undefined;
  return {
    message: `"${version}" is not a whole version`,
    expected: 'a version such as v1.2.3',
    fix: 'write it in full, or leave it out for the newest that fits',
  };
}
