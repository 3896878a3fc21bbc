/** Whether a package has the path of a module, or one below it. Another module may be nearer. */
export function isInModule(packagePath: string, modulePath: string): boolean {
  return (
    packagePath.startsWith(modulePath) &&
    (packagePath.length === modulePath.length || packagePath[modulePath.length] === '/')
  );
}

/**
 * The value of the longest `/`-bounded prefix of a path that has one: Go takes a package from the module with the longest
 * path (https://go.dev/ref/mod#resolve-pkg-mod). No module has a path that no system has files for.
 */
export function longestPrefix<T>(path: string, valueOf: (prefix: string) => T | undefined): T | undefined {
  for (let end = lastEnd(path); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const value = valueOf(path.slice(0, end));
    if (value !== undefined) return value;
  }
  return undefined;
}

/** PATH_MAX of Linux. */
const MAX_PATH = 4096;

function lastEnd(path: string): number {
  return path.length <= MAX_PATH ? path.length : path.lastIndexOf('/', MAX_PATH);
}
