import { compareVersions } from '../go-module/module-version';
import { defineCheck, type CheckInput, type FindingDraft } from './define-check';
import { compareGo } from '../go-module/compare-go';

/**
 * In go.work's mode Go takes the highest requirement of all used modules (https://go.dev/ref/mod#workspaces):
 * another module can lift the plugin's pins. `nx build` always sets GOWORK=off; `"goWork": "off"` in nakama.json
 * says that every other build does too.
 */
export const goWorkLifts = defineCheck('go-work-lifts', function* (input) {
  const { facts } = input;
  if (!facts.goWork || !facts.goWorkBuilds) return;
  const { goWork, usesPlugin } = facts.goWork;
  if (!usesPlugin) {
    yield {
      severity: 'warning',
      location: { file: goWork.file, ...(goWork.use[0]?.position ?? { line: 1, column: 1 }) },
      subject: facts.dir,
      message: `${goWork.file} does not use ${facts.dir}: go commands there stop until GOWORK=off is set`,
      fix: `go work use ./${facts.dir}, or build with GOWORK=off`,
    };
    return;
  }
  yield* lifts(input);
  yield* goLine(input);
});

function* lifts({ facts, linking, release }: CheckInput): Iterable<FindingDraft> {
  for (const { module, selection, because } of linking.shared) {
    const own = selection?.version;
    if (own === undefined) continue;
    const requirements = (facts.goWork?.others ?? []).flatMap(({ goMod }) =>
      goMod.require.filter((r) => r.path === module.path).map((r) => ({ file: goMod.file, ...r })),
    );
    const highest = requirements.sort((a, b) => compareVersions(b.version, a.version))[0];
    // A lift to the server's own version mends what its own finding says.
    if (!highest || compareVersions(highest.version, own) <= 0 || highest.version === module.version)
      continue;
    yield {
      severity: 'error',
      location: { file: highest.file, ...highest.versionPosition },
      subject: module.path,
      expected: module.version,
      actual: highest.version,
      message: `${facts.goWork?.goWork.file} lifts ${module.path} of ${facts.dir} from ${own} to ${highest.version}, Nakama ${release.version} links ${module.version} (${because})`,
      fix: `build with GOWORK=off (then say "goWork": "off" in nakama.json), or write in ${highest.file}:${highest.versionPosition.line}: ${module.path} ${module.version}`,
    };
  }
}

function* goLine({ facts, release }: CheckInput): Iterable<FindingDraft> {
  const { goWork } = facts.goWork ?? {};
  if (!goWork?.go || compareGo(goWork.go.version, release.go) <= 0) return;
  yield {
    severity: 'error',
    location: { file: goWork.file, ...goWork.go.position },
    subject: 'go',
    expected: release.go,
    actual: goWork.go.version,
    message: `${goWork.file} asks for Go ${goWork.go.version}, Nakama ${release.version} is built with ${release.go}`,
    fix: `go work edit -go=${release.go}, or build with GOWORK=off (then say "goWork": "off" in nakama.json)`,
  };
}
