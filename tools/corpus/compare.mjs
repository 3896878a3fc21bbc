// Pure comparisons of the packages that a plugin and a release link.

/**
 * By fingerprint, as the Go runtime compares.
 * @param packages of `go list -export -deps`, each with its `fingerprint`
 * @throws if the standard library differs: then this Go is not the release's, and nothing can be judged
 */
export function compareFingerprints(packages, release) {
  const server = release.fingerprints['linux/amd64'];
  const shared = packages.filter((p) => server[p.ImportPath]);
  const differing = shared.filter((p) => server[p.ImportPath] !== p.fingerprint);
  const standard = differing.filter((p) => p.Standard);
  if (standard.length)
    throw new Error(`${release.release}: ${standard.map((p) => p.ImportPath)} differ, another Go?`);
  return summary(shared, differing, release);
}

/** By the selected version of each package's module, which needs no exact Go of the release. */
export function compareSelection(packages, release) {
  const serverModules = modulesByPackage(release);
  const shared = packages.filter((p) => p.Standard || (p.Module && serverModules.has(p.ImportPath)));
  const differing = shared.filter(
    (p) => !p.Standard && !sameModule(p.Module, serverModules.get(p.ImportPath)),
  );
  return summary(shared, differing, release);
}

/** Under -trimpath the *required* version is in the hash, so a replace matters only if its code differs. */
const sameModule = (plugin, server) =>
  plugin.Path === server.path &&
  plugin.Version === server.version &&
  (!plugin.Replace || (plugin.Replace.Path === server.path && plugin.Replace.Version === server.version));

const modulesByPackage = (release) =>
  new Map(release.modules.flatMap((m) => (m.linkedPackages ?? []).map((path) => [path, m])));

/** The causes of the differences: modules by version, and packages that differ although nothing below them does. */
function summary(shared, differing, release) {
  const serverModules = modulesByPackage(release);
  const modules = new Map();
  const sameVersion = new Set();
  for (const { ImportPath, Module } of differing) {
    const server = serverModules.get(ImportPath);
    if (sameModule(Module, server)) sameVersion.add(ImportPath);
    else
      modules.set(Module.Path, [
        versionOf(Module),
        server.path === Module.Path ? server.version : `${server.path} ${server.version}`,
      ]);
  }
  const differs = new Set(differing.map((p) => p.ImportPath));
  const roots = differing.filter((p) => !(p.Imports ?? []).some((path) => differs.has(path)));
  const unexplained = roots.map((p) => p.ImportPath).filter((path) => sameVersion.has(path));
  return {
    shared: shared.length,
    differing: differing.length,
    ...(modules.size && { modules: Object.fromEntries([...modules].sort(([a], [b]) => (a < b ? -1 : 1))) }),
    ...(unexplained.length && { patched: unexplained.sort() }),
  };
}

const versionOf = ({ Version, Replace }) =>
  Replace ? `${Version} => ${Replace.Version ?? Replace.Path}` : Version;
