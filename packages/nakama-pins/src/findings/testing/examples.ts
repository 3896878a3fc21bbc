import type { Recipe } from '../../artifact/testing/build-plugins';
import { recipeOf, UNPROVED } from '../../artifact/testing/rows';
import type { Platform } from '../../releases/release-model';
import { catalogRelease, type Files, mainGo, pinned } from '../../testing/workspace';
import type { CheckId, FindingId } from '../registry';

/** A small workspace that shows one finding: the example of the finding's page. */
export interface Example {
  /** Workspace-relative path → text. */
  readonly files: Files;
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
  /** The command of `load` is verify-start, which starts a server with it. */
  readonly isStarted?: true;
}

const COMMON = 'github.com/heroiclabs/nakama-common';
const PROTOBUF = 'google.golang.org/protobuf';
const ZAP = 'go.uber.org/zap';
const MULTIERR = 'go.uber.org/multierr';

const NAKAMA_JSON = { 'nakama.json': '{ "release": "3.40.0" }\n' };

/** A release whose Go, 1.17, is not available as a toolchain. */
const UNMEASURED = '3.9.0';

/** A plugin that links zap, at the server's versions except those given. */
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

/** A plugin whose InitModule returns an error where a variable is not set. */
const NEEDS_KEY = {
  ...pinned(),
  'main.go': mainGo('os')
    .replace('_ "os"', '"errors"\n\t"os"')
    .replace(
      '\treturn nil',
      '\tif os.Getenv("STRIPE_KEY") == "" {\n\t\treturn errors.New("STRIPE_KEY is not set")\n\t}\n\treturn nil',
    ),
};

/** What pages can't hold: examples that are compiled, built or opened, and one without nakama.json. */
export const EXAMPLES: Readonly<Record<Exclude<FindingId, CheckId>, Example>> = {
  'artifact-flags': built({ 'arena.so': recipeOf('-race') }),
  'artifact-go': built({ 'arena.so': recipeOf('another patch of Go') }),
  'artifact-libc': built({ 'arena.so': recipeOf('linked against musl') }),
  'artifact-not-a-plugin': built({ 'arena.so': recipeOf('a library of C') }),
  'artifact-unproved': built({ 'arena.so': UNPROVED }, '3.12.0'),
  'artifact-unreadable': built({ 'arena.so': recipeOf('cut off in its header') }),
  'does-not-compile': compiled(
    arena({
      ...pinned(),
      'main.go': mainGo().replace('return nil', 'return initializer.RegisterRpcs("arena", nil)'),
    }),
  ),
  'no-compiled-proof': compiled(
    arena(pinnedTo(UNMEASURED), { 'nakama.json': `{ "release": "${UNMEASURED}" }\n` }),
  ),
  'init-module-fails': { ...arena(NEEDS_KEY), load: { built: { files: NEEDS_KEY } }, isStarted: true },
  'not-opened': {
    ...arena(pinned()),
    load: { platform: 'linux/arm64', emulator: 'qemu-aarch64', built: recipeOf('for arm64, by its header') },
  },
  'not-started': {
    ...arena(pinned()),
    load: { platform: 'linux/arm64', emulator: 'qemu-aarch64', built: recipeOf('for arm64, by its header') },
    isStarted: true,
  },
  'server-refuses': {
    ...arena(withZap({ [MULTIERR]: 'v1.10.0' })),
    load: { built: recipeOf('another version of a dependency') },
  },
  'unknown-release': arena(pinned(), {}),
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
