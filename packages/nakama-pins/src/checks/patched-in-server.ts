import { isProved } from '../linking/linking';
import { defineCheck } from './define-check';

/**
 * The server vendors some packages with changes of its own (catalog: `patchedPackages`): no published version
 * has their fingerprints.
 */
export const patchedInServer = defineCheck('patched-in-server', function* ({ linking, release }) {
  for (const shared of linking.shared) {
    const { module, packages, selection, because, evidence } = shared;
    const patched = module.linkedPackages.filter((path) => release.isPatched(path));
    const linked = patched.filter((path) => packages.includes(path));
    // Linking by other evidence than imports speaks of the module as a whole.
    if (linked.length === 0 && (evidence === 'imports' || patched.length === 0)) continue;
    if (!selection) continue;
    yield {
      severity: isProved(shared) ? 'error' : 'undecided',
      location: selection.location,
      subject: linked[0] ?? module.path,
      actual: selection.version,
      message: `${linked[0] ?? module.path} is patched in Nakama ${release.version}: no version of ${module.path} matches the server's (${because})`,
      fix: `do not link it: use another library, or a copy of ${module.path} under an import path of your own`,
    };
  }
});
