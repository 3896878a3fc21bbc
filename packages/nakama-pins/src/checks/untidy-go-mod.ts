import type { Found } from '../findings/finding';
import { isPruned, replacesOf, requirementOf } from '../go-module/build-list';
import { selectedRequirements } from '../go-module/go-mod';
import type { ExcludeDirective } from '../go-module/module-files';
import { compareVersions, pathAndVersion } from '../go-module/module-version';
import { byKey } from '../input/by-key';
import { sharedOf } from '../linking/shared-module';
import { type CheckInput, defineCheck } from './define-check';
import { lacksSums } from './lacks-sums';

const excludesOf = byKey((exclude: ExcludeDirective) => pathAndVersion(exclude));

type Finds = Iterable<Found<'untidy-go-mod'>>;

/** A go.mod that Go reads but will not build with, as its own text contradicts the selection. */
export const untidyGoMod = defineCheck('untidy-go-mod', function* (input) {
  yield* requiredTwice(input);
  yield* replacedTwice(input);
  yield* excluded(input);
  yield* missingFolder(input);
  yield* libraryAhead(input);
});

/** "updates to go.mod needed": the higher of two requirements counts, and Go wants the other gone. */
function* requiredTwice({ facts: { goMod } }: CheckInput): Finds {
  const selected = selectedRequirements(goMod);
  for (const { path, version, position } of goMod.require) {
    const higher = selected.get(path);
    if (!higher || compareVersions(higher.version, version) <= 0) continue;
    yield {
      severity: 'error',
      location: { file: goMod.file, ...position },
      data: {
        kind: 'required twice',
        goMod: goMod.file,
        module: path,
        version,
        line: position.line,
        higher: higher.version,
        higherLine: higher.position.line,
      },
    };
  }
}

/** "conflicting replacements": one module version can be replaced but once. */
function* replacedTwice({ facts: { goMod } }: CheckInput): Finds {
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
        data: {
          kind: 'replaced twice',
          goMod: goMod.file,
          module: replace.old.path,
          line: replace.position.line,
          firstLine: first.position.line,
        },
      };
    }
  }
}

/** "ignoring requirement on excluded version": Go would go on to the next one, and wants go.mod to say so. */
function* excluded({ facts: { goMod } }: CheckInput): Finds {
  for (const { path, version, position } of goMod.require) {
    const exclude = excludesOf(goMod.exclude, pathAndVersion({ path, version }))[0];
    if (!exclude) continue;
    yield {
      severity: 'error',
      location: { file: goMod.file, ...exclude.position },
      data: {
        kind: 'excluded',
        goMod: goMod.file,
        module: path,
        version,
        line: exclude.position.line,
        requireLine: position.line,
      },
    };
  }
}

/** "replacement directory … does not exist" */
function* missingFolder({ facts: { goMod, localModules } }: CheckInput): Finds {
  for (const { path, goMod: libraryGoMod } of localModules) {
    const replace = replacesOf(goMod.replace, path).find((r) => r.new.version === undefined);
    if (libraryGoMod || !replace || !requirementOf(goMod, path)) continue;
    yield {
      severity: 'error',
      location: { file: goMod.file, ...replace.position },
      data: {
        kind: 'missing folder',
        goMod: goMod.file,
        module: path,
        folder: replace.new.path,
        line: replace.position.line,
      },
    };
  }
}

/** With graph pruning go.mod must list what a local library lifts, or Go wants it updated first. */
function* libraryAhead({ facts, release, linking }: CheckInput): Finds {
  const { goMod, localModules, vendor } = facts;
  if (!isPruned(goMod) || vendor) return;
  for (const { goMod: library } of localModules) {
    for (const lifted of library?.require ?? []) {
      const listed = requirementOf(goMod, lifted.path);
      if (!library || !listed || compareVersions(listed.version, lifted.version) >= 0) continue;
      const isShared = sharedOf(linking.shared, lifted.path).length > 0;
      const version = (isShared && release.module(lifted.path)?.version) || lifted.version;
      yield {
        severity: 'error',
        location: { file: goMod.file, ...listed.versionPosition },
        data: {
          kind: 'library ahead',
          goMod: goMod.file,
          module: lifted.path,
          listed: listed.version,
          library: library.file,
          lifted: lifted.version,
          libraryLine: lifted.position.line,
          version,
          isUnsummed: lacksSums(facts, lifted.path, version),
        },
      };
    }
  }
}
