import { isProved } from '../linking/linking';
import { defineCheck } from './define-check';

/**
 * The server vendors some packages with changes of its own (catalog: `patchedPackages`): no published version
 * has their fingerprints.
 */
export const patchedInServer = defineCheck('patched-in-server', function* ({ linking, release }) {
  for (const shared of linking.shared) {
    const { module, packages, selection, evidence } = shared;
    const patched = module.linkedPackages.filter((path) => release.isPatched(path));
    const linked = patched.filter((path) => packages.includes(path));
    // Linking by other evidence than imports speaks of the module as a whole.
    if (linked.length === 0 && (evidence.kind === 'imports' || patched.length === 0)) continue;
    if (!selection) continue;
    const [first = module.path, ...others] = linked;
    yield {
      severity: isProved(shared) ? 'error' : 'undecided',
      location: selection.location,
      data: {
        packages: [first, ...others],
        module: module.path,
        version: selection.version,
        release: release.version,
        evidence,
      },
    };
  }
});
