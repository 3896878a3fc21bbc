import type { Found } from '../findings/finding';
import type { MissingPin } from '../findings/wording/missing-pins';
import { isPruned } from '../go-module/build-list';
import { isProved, type SharedModule } from '../linking/linking';
import { type CheckInput, defineCheck } from './define-check';

/**
 * A shared module that go.mod does not hold. With go >= 1.17 Go refuses to build ("updates to go.mod needed") and
 * the tidy that fixes it may choose another version than the server's; before, the whole module graph decides.
 */
export const missingPins = defineCheck('missing-pins', function* (input) {
  const { facts, linking } = input;
  const { goMod } = facts;
  const pinOf = isPruned(goMod) ? unlisted : unpruned;
  if (isPruned(goMod)) yield* unprovided(input);
  const listed = new Set(goMod.require.map((r) => r.path));
  const end = goMod.require.at(-1)?.position ?? goMod.module?.position ?? { line: 1, column: 1 };

  for (const shared of linking.shared) {
    const { module, selection } = shared;
    if (selection?.source === 'vendor' || (listed.has(module.path) && selection?.version !== undefined))
      continue;
    const missing = pinOf(shared);
    if (missing) yield { location: selection?.location ?? { file: goMod.file, ...end }, ...missing };
  }
});

/** An import of the plugin's own that no listed module can hold ("no required module provides package"). */
function* unprovided({ facts, linking: { closure }, release }: CheckInput): Iterable<Found<'missing-pins'>> {
  const listed = facts.goMod.require.map((r) => r.path);
  for (const [path, { file, position }] of closure.unknown) {
    if (!closure.ownImports.has(path) || listed.some((m) => path === m || path.startsWith(`${m}/`))) continue;
    const module = release.moduleOfPackage(path);
    yield {
      severity: 'error',
      location: { file, ...position },
      data: {
        kind: 'not provided',
        package: path,
        requirement: module && `${module.path} ${module.version}`,
      },
    };
  }
}

type Missing = Omit<Found<'missing-pins'>, 'location'> & Partial<Pick<Found<'missing-pins'>, 'location'>>;

function unlisted(shared: SharedModule): Missing | undefined {
  const { parent, certain } = shared;
  if (parent) {
    const data: MissingPin = {
      kind: 'split module',
      ...pin(shared),
      parent: `${parent.path} ${parent.version}`,
    };
    return { severity: isProved(shared) ? 'error' : 'undecided', location: parent.location, data };
  }
  // What a package at another version imports is a guess; its own mismatch is reported already.
  return certain ? { severity: 'error', data: { kind: 'not listed', ...pin(shared) } } : undefined;
}

function unpruned(shared: SharedModule): Missing | undefined {
  const { module, selection, certain } = shared;
  if (selection?.version === module.version)
    return { severity: 'warning', data: { kind: 'not held', ...pin(shared) } };
  // Another version is a mismatch, and reported as one.
  if (selection?.version !== undefined || !certain) return undefined;
  return { severity: 'undecided', data: { kind: 'not settled', ...pin(shared) } };
}

function pin({ module, evidence }: SharedModule): Pick<SharedModule, 'evidence'> & {
  readonly module: string;
  readonly wanted: string;
} {
  return { module: module.path, wanted: module.version, evidence };
}
