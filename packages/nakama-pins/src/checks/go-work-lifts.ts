import type { Found } from '../findings/finding';
import { replaceFor, requirementsOf } from '../go-module/build-list';
import { compareGo } from '../go-module/compare-go';
import type { GoWork, ReplaceDirective } from '../go-module/module-files';
import { compareVersions, pathAndVersion } from '../go-module/module-version';
import { type CheckInput, defineCheck } from './define-check';

/**
 * In go.work's mode Go takes the highest requirement of all used modules (https://go.dev/ref/mod#workspaces):
 * another module can raise the plugin's pins. `nx build` always sets GOWORK=off; `"goWork": "off"` in nakama.json
 * says that every other build does too.
 */
export const goWorkLifts = defineCheck('go-work-lifts', function* (input) {
  const { facts } = input;
  if (!facts.goWork || !facts.goWorkBuilds) return;
  const { goWork, usesPlugin, missing } = facts.goWork;
  if (!usesPlugin) {
    yield {
      severity: 'warning',
      location: { file: goWork.file, ...(goWork.use[0]?.position ?? { line: 1, column: 1 }) },
      data: { kind: 'not used', goWork: goWork.file, dir: facts.dir },
    };
    return;
  }
  for (const { path, position } of missing)
    yield {
      severity: 'warning',
      location: { file: goWork.file, ...position },
      data: { kind: 'missing use', goWork: goWork.file, folder: path, line: position.line },
    };
  yield* replaces(input, goWork);
  yield* lifts(input);
  yield* goLine(input);
});

/** go.work's own replaces act on every module it uses, and before those of go.mod files. */
function* replaces({ linking, release }: CheckInput, goWork: GoWork): Iterable<Found<'go-work-lifts'>> {
  for (const { module, selection, evidence } of linking.shared) {
    const own = selection?.version;
    const replace = own === undefined ? undefined : replaceFor(goWork, module.path, own);
    if (own === undefined || !replace || isSame(replace, module.path, own)) continue;
    yield {
      // Another version of the code has other types, or other positions of them. What a folder or a fork has is not known.
      severity: replace.new.path === module.path ? 'error' : 'warning',
      location: { file: goWork.file, ...replace.position },
      data: {
        kind: 'replace',
        goWork: goWork.file,
        module: module.path,
        target: pathAndVersion(replace.new),
        wanted: module.version,
        release: release.version,
        line: replace.position.line,
        evidence,
      },
    };
  }
}

function isSame({ new: target }: ReplaceDirective, path: string, version: string): boolean {
  return target.path === path && target.version === version;
}

function* lifts({ facts, linking, release }: CheckInput): Iterable<Found<'go-work-lifts'>> {
  for (const { module, selection, evidence } of linking.shared) {
    const own = selection?.version;
    if (own === undefined) continue;
    const requirements = (facts.goWork?.others ?? []).flatMap(({ goMod }) =>
      requirementsOf(goMod.require, module.path).map((r) => ({ file: goMod.file, ...r })),
    );
    const highest = requirements.sort((a, b) => compareVersions(b.version, a.version))[0];
    // A lift to the server's own version fixes what its own finding says.
    if (!highest || compareVersions(highest.version, own) <= 0 || highest.version === module.version)
      continue;
    const { file, version: lifted, versionPosition } = highest;
    yield {
      severity: 'error',
      location: { file, ...versionPosition },
      data: {
        kind: 'lift',
        goWork: facts.goWork?.goWork.file ?? 'go.work',
        dir: facts.dir,
        module: module.path,
        own,
        lifted,
        wanted: module.version,
        release: release.version,
        file,
        line: versionPosition.line,
        evidence,
      },
    };
  }
}

function* goLine({ facts, release }: CheckInput): Iterable<Found<'go-work-lifts'>> {
  const { goWork } = facts.goWork ?? {};
  if (!goWork?.go || compareGo(goWork.go.version, release.go) <= 0) return;
  const { version: line, position } = goWork.go;
  yield {
    severity: 'error',
    location: { file: goWork.file, ...position },
    data: { kind: 'go line', goWork: goWork.file, line, release: release.version, go: release.go },
  };
}
