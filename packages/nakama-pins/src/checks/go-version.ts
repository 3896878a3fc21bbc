import { compareGo, goLineFor, goMinor, hasToolchains } from '../go-module/compare-go';
import type { Position } from '../input/problem';
import { defineCheck, type CheckInput, type FindingDraft } from './define-check';
import { NAKAMA_COMMON } from '../releases/nakama-modules';

/**
 * The plugin is compiled by the server's exact Go, so its go.mod must be one which that Go takes
 * (https://go.dev/doc/toolchain): from 1.21 on a higher go line is refused; before, the line must read `1.N` and
 * newer directives are unknown.
 */
export const goVersion = defineCheck('go-version', function* (input) {
  yield* goLine(input);
  yield* librariesGoLine(input);
  yield* toolchainLine(input);
  yield* newerDirectives(input);
});

function* goLine({ facts, release }: CheckInput): Iterable<FindingDraft> {
  const { goMod } = facts;
  const { go } = goMod;
  if (!go) {
    yield {
      severity: 'warning',
      location: { file: goMod.file, ...(goMod.module?.position ?? { line: 1, column: 1 }) },
      subject: 'go',
      expected: goLineFor(release.go),
      message: `go.mod has no go line: Go takes 1.16, and go.mod's text does not pin the build`,
      fix: `go mod edit -go=${goLineFor(release.go)}`,
    };
    return;
  }
  const common = {
    location: { file: goMod.file, ...go.position },
    subject: 'go',
    expected: goLineFor(release.go),
    actual: go.version,
    fix: `go mod edit -go=${goLineFor(release.go)}`,
  };
  const server = `Nakama ${release.version} is built with Go ${release.go}`;
  if (hasToolchains(release.go)) {
    if (compareGo(go.version, release.go) > 0) {
      yield {
        ...common,
        severity: 'error',
        message: `go.mod asks for Go ${go.version}, ${server}, which refuses a newer go line`,
      };
    }
  } else if (!/^\d+\.\d+$/.test(go.version)) {
    yield {
      ...common,
      severity: 'error',
      message: `${server}, which can't read "go ${go.version}": before 1.21 the line is go 1.N`,
    };
  } else if (compareGo(go.version, goMinor(release.go).join('.')) > 0) {
    yield {
      ...common,
      severity: 'warning',
      message: `go.mod asks for Go ${go.version}, ${server}: it compiles only what that Go knows`,
    };
  }
  yield* commonsGoLine({ facts, release }, common);
}

/** A dependency's higher go line makes Go refuse the build until the plugin's line is raised ("updates to go.mod needed"). */
function* commonsGoLine(
  { facts, release }: Pick<CheckInput, 'facts' | 'release'>,
  common: Pick<FindingDraft, 'location' | 'subject' | 'actual'>,
): Iterable<FindingDraft> {
  const module = release.module(NAKAMA_COMMON);
  const line = facts.goMod.go?.version;
  const isRequired = facts.goMod.require.some((r) => r.path === NAKAMA_COMMON);
  if (!module?.goLine || !line || !isRequired || !hasToolchains(release.go)) return;
  if (compareGo(line, module.goLine) >= 0 || compareGo(module.goLine, '1.21') < 0) return;
  yield {
    ...common,
    severity: 'error',
    expected: module.goLine,
    message: `nakama-common ${module.version} asks for Go ${module.goLine}, go.mod says ${line}: Go will not build it ("updates to go.mod needed")`,
    fix: `go mod edit -go=${module.goLine}`,
  };
}

/** What a local library's go line asks for, the plugin has to give. */
function* librariesGoLine({ facts, release }: CheckInput): Iterable<FindingDraft> {
  const own = facts.goMod.go?.version ?? '1.16';
  for (const { goMod } of facts.localModules) {
    if (!goMod?.go || !hasToolchains(release.go) || !hasToolchains(goMod.go.version)) continue;
    const limit = compareGo(own, release.go) < 0 ? own : release.go;
    if (compareGo(goMod.go.version, limit) <= 0) continue;
    yield {
      severity: 'error',
      location: { file: goMod.file, ...goMod.go.position },
      subject: 'go',
      expected: `at most ${limit}`,
      actual: goMod.go.version,
      message: `the library asks for Go ${goMod.go.version}, ${facts.goMod.file} says ${own} and Nakama ${release.version} is built with ${release.go}: Go will not build the plugin`,
      fix: `write in ${goMod.file}:${goMod.go.position.line}: go ${limit}`,
    };
  }
}

function* toolchainLine({ facts, release }: CheckInput): Iterable<FindingDraft> {
  const { goMod } = facts;
  if (!goMod.toolchain) return;
  const { name, position } = goMod.toolchain;
  const location = { file: goMod.file, ...position };
  const common = { location, subject: 'toolchain', actual: name, fix: 'go mod edit -toolchain=none' };
  if (!hasToolchains(release.go)) {
    yield {
      ...common,
      severity: 'error',
      message: `Go ${release.go} of Nakama ${release.version} does not know the toolchain line`,
    };
  } else if (name !== 'default' && name !== `go${release.go}`) {
    yield {
      ...common,
      severity: 'warning',
      expected: `go${release.go}`,
      message: `the toolchain line makes a plain go build take ${name}, Nakama ${release.version} is built with go${release.go}; GOTOOLCHAIN=go${release.go} overrides it`,
    };
  }
}

/** Directives by the Go that first knew them (https://go.dev/ref/mod#go-mod-file). */
const SINCE = { godebug: '1.23', tool: '1.24', ignore: '1.25' } as const;

function* newerDirectives({ facts, release }: CheckInput): Iterable<FindingDraft> {
  for (const [name, since] of Object.entries(SINCE) as [keyof typeof SINCE, string][]) {
    const first: { position: Position } | undefined = facts.goMod[name][0];
    if (!first || compareGo(release.go, since) >= 0) continue;
    yield {
      severity: 'error',
      location: { file: facts.goMod.file, ...first.position },
      subject: name,
      expected: `no ${name} directive`,
      actual: name,
      message: `Go ${release.go} of Nakama ${release.version} does not know the ${name} directive (since Go ${since})`,
      fix: `remove the ${name} directive`,
    };
  }
}
