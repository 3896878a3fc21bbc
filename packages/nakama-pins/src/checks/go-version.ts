import type { Found } from '../findings/finding';
import { compareGo, goLineFor, goMinor, hasToolchains, isDroppedToolchain } from '../go-module/compare-go';
import { moduleLine } from '../go-module/module-line';
import type { Position } from '../input/problem';
import { buildsFromVendor } from '../linking/vendor-disagreements';
import { NAKAMA_COMMON } from '../releases/nakama-modules';
import type { Release } from '../releases/release-model';
import { type CheckInput, defineCheck } from './define-check';

type Finds = Iterable<Found<'go-version'>>;

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

function* goLine(input: CheckInput): Finds {
  const { facts, release } = input;
  const { goMod } = facts;
  const wanted = goLineFor(release.go);
  if (!goMod.go) {
    yield {
      severity: 'warning',
      location: moduleLine(goMod),
      data: { kind: 'no go line', wanted },
    };
    return;
  }
  const { version: line, position } = goMod.go;
  const location = { file: goMod.file, ...position };
  const data = { line, wanted, server: serverOf(release) };
  if (hasToolchains(release.go)) {
    if (compareGo(line, release.go) > 0)
      yield { severity: 'error', location, data: { kind: 'newer', ...data } };
  } else if (!/^\d+\.\d+$/.test(line)) {
    yield { severity: 'error', location, data: { kind: 'unreadable', ...data } };
  } else if (compareGo(line, goMinor(release.go).join('.')) > 0) {
    yield { severity: 'warning', location, data: { kind: 'newer minor', ...data } };
  }
  yield* commonsGoLine(input, line, location);
}

/**
 * A dependency's higher go line makes Go refuse the build until the plugin's line is raised ("updates to go.mod
 * needed"). Of a build from vendor/ Go reads no go.mod but the plugin's.
 */
function* commonsGoLine(
  { facts, release }: CheckInput,
  line: string,
  location: Found<'go-version'>['location'],
): Finds {
  const module = release.module(NAKAMA_COMMON);
  const isRequired = facts.goMod.require.some((r) => r.path === NAKAMA_COMMON);
  if (!module?.goLine || !isRequired || !hasToolchains(release.go) || buildsFromVendor(facts)) return;
  if (compareGo(line, module.goLine) >= 0 || compareGo(module.goLine, '1.21') < 0) return;
  yield {
    severity: 'error',
    location,
    data: { kind: 'below nakama-common', line, common: module.version, wanted: module.goLine },
  };
}

/** What a local library's go line asks for, the plugin has to give. */
function* librariesGoLine({ facts, release }: CheckInput): Finds {
  const own = facts.goMod.go?.version ?? '1.16';
  for (const { goMod } of facts.localModules) {
    if (!goMod?.go || !hasToolchains(release.go) || !hasToolchains(goMod.go.version)) continue;
    const limit = compareGo(own, release.go) < 0 && !buildsFromVendor(facts) ? own : release.go;
    if (compareGo(goMod.go.version, limit) <= 0) continue;
    const { version: line, position } = goMod.go;
    yield {
      severity: 'error',
      location: { file: goMod.file, ...position },
      data: {
        kind: 'library',
        library: { file: goMod.file, lineNumber: position.line, line },
        goMod: facts.goMod.file,
        own,
        limit,
        server: serverOf(release),
      },
    };
  }
}

function* toolchainLine({ facts, release }: CheckInput): Finds {
  const { goMod } = facts;
  if (!goMod.toolchain) return;
  const { name, position } = goMod.toolchain;
  const location = { file: goMod.file, ...position };
  const data = { toolchain: name, server: serverOf(release) };
  if (!hasToolchains(release.go)) {
    yield { severity: 'error', location, data: { kind: 'toolchain unknown', ...data } };
  } else if (isDroppedToolchain(name, goMod.go?.version)) {
    // With go.work Go leaves go.mod alone.
    const inWorkspace = facts.goWorkBuilds && facts.goWork?.usesPlugin;
    const severity = inWorkspace ? 'warning' : 'error';
    yield { severity, location, data: { kind: 'dropped toolchain', ...data } };
  } else if (name !== 'default' && name !== `go${release.go}`) {
    yield { severity: 'warning', location, data: { kind: 'other toolchain', ...data } };
  }
}

/** Directives by the Go that first knew them (https://go.dev/ref/mod#go-mod-file). */
const SINCE = { godebug: '1.23', tool: '1.24', ignore: '1.25' } as const;

function* newerDirectives({ facts, release }: CheckInput): Finds {
  for (const [directive, since] of Object.entries(SINCE) as [keyof typeof SINCE, string][]) {
    const first: { position: Position } | undefined = facts.goMod[directive][0];
    if (!first || compareGo(release.go, since) >= 0) continue;
    yield {
      severity: 'error',
      location: { file: facts.goMod.file, ...first.position },
      data: { kind: 'directive', directive, since, server: serverOf(release) },
    };
  }
}

function serverOf({ version, go }: Release): { readonly release: string; readonly go: string } {
  return { release: version, go };
}
