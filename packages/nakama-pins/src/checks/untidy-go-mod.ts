import { isPruned } from '../go-module/build-list';
import { compareVersions } from '../go-module/module-version';
import { defineCheck, type CheckInput, type FindingDraft } from './define-check';

/** A go.mod that Go reads but will not build with, as its own text contradicts the selection. */
export const untidyGoMod = defineCheck('untidy-go-mod', function* (input) {
  yield* requiredTwice(input);
  yield* replacedTwice(input);
  yield* excluded(input);
  yield* missingFolder(input);
  yield* libraryAhead(input);
});

/** "updates to go.mod needed": the higher of two requirements counts, and Go wants the other gone. */
function* requiredTwice({ facts: { goMod } }: CheckInput): Iterable<FindingDraft> {
  for (const require of goMod.require) {
    const higher = goMod.require.find(
      (other) => other.path === require.path && compareVersions(other.version, require.version) > 0,
    );
    if (!higher) continue;
    yield {
      severity: 'error',
      location: { file: goMod.file, ...require.position },
      subject: require.path,
      expected: higher.version,
      actual: require.version,
      message: `${require.path} is required at ${require.version} and, in line ${higher.position.line}, at ${higher.version}: Go will not build it ("updates to go.mod needed")`,
      fix: `remove line ${require.position.line} of ${goMod.file}`,
    };
  }
}

/** "conflicting replacements": one module version can be replaced but once. */
function* replacedTwice({ facts: { goMod } }: CheckInput): Iterable<FindingDraft> {
  const seen = new Map<string, (typeof goMod.replace)[number]>();
  for (const replace of goMod.replace) {
    const key = `${replace.old.path}@${replace.old.version ?? ''}`;
    const first = seen.get(key);
    if (!first) {
      seen.set(key, replace);
    } else if (first.new.path !== replace.new.path || first.new.version !== replace.new.version) {
      yield {
        severity: 'error',
        location: { file: goMod.file, ...replace.position },
        subject: replace.old.path,
        message: `${replace.old.path} is replaced in line ${first.position.line} already, by something else: Go stops with "conflicting replacements"`,
        fix: `keep one of the lines ${first.position.line} and ${replace.position.line} of ${goMod.file}`,
      };
    }
  }
}

/** "ignoring requirement on excluded version": Go would go on to the next one, and wants go.mod to say so. */
function* excluded({ facts: { goMod } }: CheckInput): Iterable<FindingDraft> {
  for (const require of goMod.require) {
    const exclude = goMod.exclude.find((e) => e.path === require.path && e.version === require.version);
    if (!exclude) continue;
    yield {
      severity: 'error',
      location: { file: goMod.file, ...exclude.position },
      subject: require.path,
      actual: require.version,
      message: `${require.path} ${require.version} is excluded here and required in line ${require.position.line}: Go will not build it ("updates to go.mod needed")`,
      fix: `remove line ${exclude.position.line} of ${goMod.file}`,
    };
  }
}

/** "replacement directory … does not exist" */
function* missingFolder({ facts: { goMod, localModules } }: CheckInput): Iterable<FindingDraft> {
  for (const library of localModules) {
    const replace = goMod.replace.find((r) => r.old.path === library.path && r.new.version === undefined);
    if (library.goMod || !replace || !goMod.require.some((r) => r.path === library.path)) continue;
    yield {
      severity: 'error',
      location: { file: goMod.file, ...replace.position },
      subject: library.path,
      actual: replace.new.path,
      message: `${library.path} is replaced by ${replace.new.path}, where no go.mod is: Go will not build it`,
      fix: `put the module there, or mend the path in ${goMod.file}:${replace.position.line}`,
    };
  }
}

/** With graph pruning go.mod must list what a local library lifts, or Go wants it updated first. */
function* libraryAhead({ facts }: CheckInput): Iterable<FindingDraft> {
  const { goMod, localModules, vendor } = facts;
  if (!isPruned(goMod) || vendor) return;
  for (const library of localModules) {
    for (const lifted of library.goMod?.require ?? []) {
      const listed = goMod.require.find((r) => r.path === lifted.path);
      if (!listed || compareVersions(listed.version, lifted.version) >= 0) continue;
      yield {
        severity: 'error',
        location: { file: goMod.file, ...listed.versionPosition },
        subject: lifted.path,
        expected: lifted.version,
        actual: listed.version,
        message: `${library.goMod?.file}:${lifted.position.line} requires ${lifted.path} ${lifted.version}, go.mod lists ${listed.version}: Go will not build it ("updates to go.mod needed")`,
        fix: `bring both to one version: ${lifted.path} ${lifted.version} in ${goMod.file}:${listed.position.line}, or ${listed.version} in ${library.goMod?.file}:${lifted.position.line}`,
      };
    }
  }
}
