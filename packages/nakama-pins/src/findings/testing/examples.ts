import type { Recipe } from '../../artifact/testing/build-plugins';
import { CONFLICT, UNPROVED, recipeOf } from '../../artifact/testing/rows';
import type { Platform } from '../../releases/release-model';
import { catalogRelease, mainGo, pinned } from '../../testing/workspace';
import type { FindingId } from '../registry';

/** A small workspace that shows one finding: the example of the finding's page. */
export interface Example {
  /** Workspace-relative path → text. */
  readonly files: Readonly<Record<string, string>>;
  /** The folder that the page verifies. */
  readonly dir: string;
  /** Where it takes more than the committed files to find it. */
  readonly proof?: 'compiled';
  /** Built plugins by name, which the page checks in place of the folder. */
  readonly artifacts?: Readonly<Record<string, Recipe>>;
  /** The release that artifacts are checked against. */
  readonly release?: string;
  /** Of `verify-load`, which opens what the plugin of `dir` was built to. */
  readonly load?: { readonly platform?: Platform; readonly emulator?: string; readonly built: Recipe };
}

const COMMON = 'github.com/heroiclabs/nakama-common';
const PROTOBUF = 'google.golang.org/protobuf';
const ZAP = 'go.uber.org/zap';
const MULTIERR = 'go.uber.org/multierr';
const PATCHED = 'github.com/blugelabs/bluge/search';

const NAKAMA_JSON = { 'nakama.json': '{ "release": "3.40.0" }\n' };

/** A release whose Go, 1.17, is not to be had as a toolchain. */
const UNMEASURED = '3.9.0';

/** A plugin that links zap, at the server's versions but for those given. */
function withZap(versions: Readonly<Record<string, string>> = {}, modules = [ZAP, MULTIERR]) {
  return { ...pinned(modules, versions), 'main.go': mainGo(ZAP) };
}

function inFolder(dir: string, files: ReturnType<typeof pinned>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${dir}/${path}`, String(text)]));
}

/** The plugin of a page; `around` are files outside its folder. */
function arena(files: ReturnType<typeof pinned>, around: Example['files'] = NAKAMA_JSON): Example {
  return { files: { ...inFolder('plugins/arena', files), ...around }, dir: 'plugins/arena' };
}

function dockerfile(builder: string): string {
  return `FROM ${builder} AS builder
COPY . .
RUN go build -buildmode=plugin -trimpath -o /arena.so .

FROM heroiclabs/nakama:3.40.0
COPY --from=builder /arena.so /nakama/data/modules/
`;
}

/** One for each page of docs/findings. */
export const EXAMPLES: Readonly<Record<FindingId, Example>> = {
  'artifact-flags': built({ 'arena.so': recipeOf('-race') }),
  'artifact-go': built({ 'arena.so': recipeOf('another patch of Go') }),
  'artifact-libc': built({ 'arena.so': recipeOf('linked against musl') }),
  'artifact-not-a-plugin': built({ 'arena.so': recipeOf('a library of C') }),
  'artifact-unproved': built({ 'arena.so': UNPROVED }, '3.12.0'),
  'artifact-unreadable': built({ 'arena.so': recipeOf('cut off in its header') }),
  'direct-dependency': arena(withZap({ [ZAP]: 'v1.27.0' })),
  'does-not-compile': compiled(
    arena({
      ...pinned(),
      'main.go': mainGo().replace('return nil', 'return initializer.RegisterRpcs("arena", nil)'),
    }),
  ),
  'duplicate-plugin-path': {
    files: { ...NAKAMA_JSON, ...inFolder('plugins/arena', pinned()), ...inFolder('plugins/lobby', pinned()) },
    dir: 'plugins',
  },
  'go-sum': arena({ ...pinned(), 'go.sum': String(pinned()['go.sum']).replace(/^.*nakama-common.*\n/, '') }),
  'go-version': arena({ ...pinned(), 'go.mod': String(pinned()['go.mod']).replace('1.26.5', '1.26.8') }),
  'go-work-lifts': arena(pinned(), {
    ...NAKAMA_JSON,
    'go.work': 'go 1.26.5\n\nuse (\n\t./plugins/arena\n\t./tools/migrate\n)\n',
    'tools/migrate/go.mod': `module example.com/migrate\n\ngo 1.26.5\n\nrequire ${PROTOBUF} v1.36.12\n`,
  }),
  'image-tag': arena({ ...pinned(), Dockerfile: dockerfile('heroiclabs/nakama-pluginbuilder:3.38.0') }),
  'init-module': arena({ ...pinned(), 'main.go': mainGo().replace('*sql.DB', 'sql.DB') }),
  'missing-pins': arena(withZap({}, [ZAP])),
  'nakama-common': arena(pinned([], { [COMMON]: 'v1.46.0' })),
  'no-compiled-proof': compiled(
    arena(pinnedTo(UNMEASURED), { 'nakama.json': `{ "release": "${UNMEASURED}" }\n` }),
  ),
  'not-opened': {
    ...arena(pinned()),
    load: { platform: 'linux/arm64', emulator: 'qemu-aarch64', built: recipeOf('for arm64, by its header') },
  },
  'other-fingerprint': compiled(
    arena(
      withLine(
        { ...pinned([MULTIERR]), 'main.go': mainGo(MULTIERR) },
        `replace ${MULTIERR} => ../../third_party/multierr`,
      ),
      {
        ...NAKAMA_JSON,
        'third_party/multierr/go.mod': `module ${MULTIERR}\n\ngo 1.19\n`,
        'third_party/multierr/error.go':
          'package multierr\n\nfunc Append(left, right error) error { return left }\n',
      },
    ),
  ),
  'patched-in-server': arena({ ...pinned(modulesBehind(PATCHED)), 'main.go': mainGo(PATCHED) }),
  platform: arena({ ...pinned(), Dockerfile: dockerfile('golang:1.26.5-alpine') }),
  'plugins-conflict': built({ 'arena.so': CONFLICT[0].recipe, 'lobby.so': CONFLICT[1].recipe }),
  'replace-hides-version': arena(withLine(withZap({ [ZAP]: 'v1.27.1' }), `replace ${ZAP} => ${ZAP} v1.28.0`)),
  'server-refuses': {
    ...arena(withZap({ [MULTIERR]: 'v1.10.0' })),
    load: { built: recipeOf('another version of a dependency') },
  },
  'transitive-dependency': arena(withZap({ [MULTIERR]: 'v1.10.0' })),
  'unknown-release': arena(pinned(), {}),
  'untidy-go-mod': arena(withLine(pinned(), `require ${PROTOBUF} v1.36.6`)),
  'vendor-out-of-step': arena({
    ...pinned(),
    'vendor/modules.txt': `# ${COMMON} v1.46.0
## explicit; go 1.26.3
${COMMON}/api
${COMMON}/rtapi
${COMMON}/runtime
# ${PROTOBUF} v1.36.11
## explicit; go 1.23
`,
  }),
};

function built(artifacts: NonNullable<Example['artifacts']>, release = '3.40.0'): Example {
  return { files: {}, dir: Object.keys(artifacts).join(' '), artifacts, release };
}

function compiled(example: Example): Example {
  return { ...example, proof: 'compiled' };
}

/** The smallest plugin of a release before Go 1.21. */
function pinnedTo(name: string): ReturnType<typeof pinned> {
  const release = catalogRelease(name);
  const modules = [COMMON, 'github.com/golang/protobuf', PROTOBUF].flatMap(
    (path) => release.module(path) ?? [],
  );
  const requires = modules.map(({ path, version }) => `\t${path} ${version}\n`);
  const sums = modules.map(
    ({ path, version, sums: { zip, goMod } }) =>
      `${path} ${version} ${zip}\n${path} ${version}/go.mod ${goMod}\n`,
  );
  return {
    'go.mod': `module example.com/arena\n\ngo 1.17\n\nrequire (\n${requires.join('')})\n`,
    'go.sum': sums.join(''),
    'main.go': mainGo(),
  };
}

/** With one more line at the end of go.mod. */
function withLine(files: ReturnType<typeof pinned>, line: string): ReturnType<typeof pinned> {
  return { ...files, 'go.mod': `${String(files['go.mod'])}\n${line}\n` };
}

/** Modules of all that a package of the server imports, on and on, but for the two that every plugin requires. */
function modulesBehind(start: string): string[] {
  const release = catalogRelease();
  const seen = new Set([start]);
  for (const path of seen) for (const imported of release.importsOf(path) ?? []) seen.add(imported);
  const modules = [...seen].map((path) => release.moduleOfPackage(path)?.path ?? '');
  return [...new Set(modules)].filter((path) => path !== COMMON && path !== PROTOBUF).sort();
}
