import { isPruned } from '../go-module/build-list';
import { isProved, type SharedModule } from '../linking/linking';
import { defineCheck, type CheckInput, type FindingDraft } from './define-check';

/**
 * A shared module that go.mod does not hold. With go >= 1.17 Go refuses to build ("updates to go.mod needed") and
 * the tidy that mends it may choose another version than the server's; before, the whole module graph decides.
 */
export const missingPins = defineCheck('missing-pins', function* (input) {
  const { facts, linking } = input;
  const { goMod } = facts;
  const judge = isPruned(goMod) ? unlisted : unpruned;
  if (isPruned(goMod)) yield* unprovided(input);
  const listed = new Set(goMod.require.map((r) => r.path));
  const end = goMod.require.at(-1)?.position ?? goMod.module?.position ?? { line: 1, column: 1 };

  for (const shared of linking.shared) {
    const { module, selection } = shared;
    if (selection?.source === 'vendor' || (listed.has(module.path) && selection?.version !== undefined))
      continue;
    const draft = judge(shared);
    if (!draft) continue;
    yield {
      location: selection?.location ?? { file: goMod.file, ...end },
      subject: module.path,
      expected: module.version,
      fix: `add to go.mod: require ${module.path} ${module.version}`,
      ...draft,
    };
  }
});

/** An import of the plugin's own that no listed module can hold ("no required module provides package"). */
function* unprovided({ facts, linking: { closure }, release }: CheckInput): Iterable<FindingDraft> {
  const listed = facts.goMod.require.map((r) => r.path);
  for (const [path, { file, position }] of closure.unknown) {
    if (!closure.ownImports.has(path) || listed.some((m) => path === m || path.startsWith(`${m}/`))) continue;
    const module = release.moduleOfPackage(path);
    yield {
      severity: 'error',
      location: { file, ...position },
      subject: path,
      message: `no module that go.mod lists provides ${path}: Go will not build it ("no required module provides package")`,
      fix: module ? `add to go.mod: require ${module.path} ${module.version}` : `go get ${path}`,
    };
  }
}

type Draft = Pick<FindingDraft, 'severity' | 'message'> & Partial<FindingDraft>;

function unlisted(shared: SharedModule): Draft | undefined {
  const { module, parent, certain, because } = shared;
  if (parent) {
    return {
      severity: isProved(shared) ? 'error' : 'undecided',
      location: parent.location,
      actual: `${parent.path} ${parent.version}`,
      message: `go.mod lists ${parent.path} ${parent.version} but not ${module.path}, from which the server takes these packages (${because})`,
    };
  }
  // What a package at another version imports is a guess; its own mismatch is reported already.
  if (!certain) return undefined;
  return {
    severity: 'error',
    message: `go.mod does not list ${module.path}, which the plugin links (${because}): Go will not build it ("updates to go.mod needed"), and a tidy may take another version than the server's ${module.version}`,
  };
}

function unpruned({ module, selection, certain, because }: SharedModule): Draft | undefined {
  if (selection?.version === module.version) {
    return {
      severity: 'warning',
      actual: selection.version,
      message: `nothing in go.mod holds ${module.path} at ${module.version}: the next go get may lift it (${because})`,
    };
  }
  // Another version is a mismatch, and reported as one.
  if (selection?.version !== undefined || !certain) return undefined;
  return {
    severity: 'undecided',
    message: `below go 1.17 the version of ${module.path} follows from the whole module graph, which go.sum does not settle (${because})`,
  };
}
