import type { BuildOptions } from '../building/build-options';
import type { LintOptions } from '../go-targets/lint-module';
import type { TestOptions } from '../go-targets/test-flags';
import type { TidyOptions } from '../go-targets/tidy-module';
import type { ServeOptions } from '../live/serve';
import type { StartOptions } from '../live/start-options';
import type { LoadOptions } from '../loading/load-options';
import type { GetModuleOptions } from '../pinning/get/get-module';
import type { PinOptions } from '../pinning/pin-module';
import {
  ABSOLUTE,
  ANY_TEXT,
  COUNT,
  either,
  FLAG,
  FUNCTION,
  type Kind,
  OBJECT,
  oneOf,
  PLATFORM,
  PLATFORMS,
  required,
  ROOT,
  TEXT,
  TEXTS,
} from './arguments';

/** An option that has no kind here does not compile. */
type KindsOf<Name extends PropertyKey> = Readonly<Record<Name, Kind>>;

/** Of every method. */
const SELECTION = { only: FLAG };
const OUTPUT = { outputDir: either(ANY_TEXT, FUNCTION) };

/** Of methods that start a server. */
const STARTED = {
  server: oneOf('auto', 'binary', 'module'),
  binary: TEXT,
  emulator: TEXT,
  database: TEXT,
  config: TEXTS,
  env: TEXTS,
  timeout: COUNT,
};

/** What each method takes. */
export const OPTIONS = {
  openWorkspace: { root: ROOT, release: TEXT, env: OBJECT, signal: OBJECT, onProgress: FUNCTION },
  modules: SELECTION,
  verify: {
    ...SELECTION,
    online: FLAG,
    proof: oneOf('declared', 'compiled'),
    samePath: TEXTS,
    rivals: TEXTS,
    tags: TEXTS,
    kind: oneOf('library'),
  },
  pin: {
    ...SELECTION,
    write: required(FLAG),
    check: FLAG,
    allowDowngrade: FLAG,
    allowOutside: FLAG,
    tags: TEXTS,
    kind: oneOf('library'),
  } satisfies KindsOf<keyof PinOptions | 'only'>,
  get: {
    ...SELECTION,
    modules: required(TEXTS),
    write: required(FLAG),
    allowOutside: FLAG,
    tags: TEXTS,
    kind: oneOf('library'),
  } satisfies KindsOf<Exclude<keyof GetModuleOptions, 'queries'> | 'modules' | 'only'>,
  outdated: SELECTION,
  build: {
    ...SELECTION,
    ...OUTPUT,
    rivals: TEXTS,
    platforms: PLATFORMS,
    tags: TEXTS,
    ldflags: ANY_TEXT,
    flags: TEXTS,
    cc: TEXT,
  } satisfies KindsOf<keyof BuildOptions | 'only' | 'outputDir' | 'rivals'>,
  load: {
    ...SELECTION,
    ...OUTPUT,
    together: oneOf('only', 'never'),
    platforms: PLATFORMS,
    server: oneOf('auto', 'binary', 'docker', 'module'),
    binary: TEXT,
    image: TEXT,
    emulator: TEXT,
    timeout: COUNT,
  } satisfies KindsOf<keyof LoadOptions | 'only' | 'outputDir' | 'together'>,
  start: {
    ...SELECTION,
    ...OUTPUT,
    together: oneOf('only', 'never'),
    platforms: PLATFORMS,
    ...STARTED,
  } satisfies KindsOf<keyof StartOptions | 'only' | 'outputDir' | 'together'>,
  serve: {
    ...SELECTION,
    ...OUTPUT,
    ...STARTED,
    raw: FLAG,
    color: FLAG,
  } satisfies KindsOf<keyof ServeOptions | 'only' | 'outputDir'>,
  test: {
    ...SELECTION,
    packages: TEXTS,
    tags: TEXTS,
    run: ANY_TEXT,
    race: FLAG,
    cover: FLAG,
    coverProfile: TEXT,
    count: COUNT,
    timeout: TEXT,
    verbose: FLAG,
    flags: TEXTS,
  } satisfies KindsOf<keyof TestOptions | 'only'>,
  lint: {
    ...SELECTION,
    packages: TEXTS,
    tags: TEXTS,
    golangciLint: either(FLAG, TEXT),
  } satisfies KindsOf<keyof LintOptions | 'only'>,
  tidy: { ...SELECTION, fix: required(FLAG) } satisfies KindsOf<keyof TidyOptions | 'only'>,
  checkArtifacts: { ...SELECTION, server: TEXT, platform: PLATFORM, base: ABSOLUTE },
};
