import { isPruned } from '../linking/selection';
import { defineCheck } from './define-check';

/**
 * A shared module that go.mod does not hold. With go >= 1.17 Go refuses to build ("updates to go.mod needed") and
 * the tidy that mends it may choose another version than the server's; before, the whole module graph decides.
 */
export const missingPins = defineCheck('missing-pins', function* ({ facts, linking }) {
  const { goMod } = facts;
  const pruned = isPruned(goMod);
  const listed = new Set(goMod.require.map((r) => r.path));
  const end = goMod.require.at(-1)?.position ?? goMod.module?.position ?? { line: 1, column: 1 };

  for (const { module, selection, certain, because } of linking.shared) {
    if (listed.has(module.path) || selection?.source === 'vendor') continue;
    const requirement = `require ${module.path} ${module.version}`;
    const common = {
      location: { file: goMod.file, ...end },
      subject: module.path,
      expected: module.version,
      fix: `add to go.mod: ${requirement}`,
    };
    if (pruned) {
      // What a package at another version imports is a guess; its own mismatch is reported already.
      if (!certain) continue;
      yield {
        ...common,
        severity: 'error',
        message: `go.mod does not list ${module.path}, which the plugin links (${because}): Go will not build it ("updates to go.mod needed"), and a tidy may take another version than the server's ${module.version}`,
      };
    } else if (selection?.version === module.version) {
      yield {
        ...common,
        severity: 'warning',
        actual: selection.version,
        message: `nothing in go.mod holds ${module.path} at ${module.version}: the next go get may lift it (${because})`,
      };
    } else if (selection?.version === undefined && certain) {
      yield {
        ...common,
        severity: 'undecided',
        message: `go.mod does not list ${module.path}, which the plugin links (${because}), and below go 1.17 its version follows from the whole module graph, which go.sum does not settle`,
      };
    }
  }
});
