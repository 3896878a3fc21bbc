import { optionProblems, sameNameProblems } from './option-errors';
import { TARGET_KEYS, TARGET_NAMES, type TargetKey } from './target-names';

/** Options of one inferred target. */
export interface TargetOptions {
  /** The name that the target gets. */
  targetName?: string;
  /**
   * What it reads besides, in the form of Nx's `inputs`: `{workspaceRoot}/fixtures/**\/*`, the name of an input,
   * `{ "env": "DATABASE_URL" }`, `{ "externalDependencies": ["package"] }`. A change of it runs the target again.
   */
  inputs?: (string | { env: string } | { externalDependencies: string[] })[];
}

/** Options of the plugin in nx.json: for each target its options, or `false` to leave it out. */
export interface NakamaPluginOptions {
  /** Judges by the committed files whether a plugin will load; `verify-pins` unless named. */
  verifyPins?: TargetOptions | false;
  /** Brings a plugin in step with its release; `pin` unless named. */
  pin?: TargetOptions | false;
  /** Builds a plugin; `build` unless named. Without it, nothing can be loaded: `false` leaves those targets out, too. */
  build?: TargetOptions | false;
  /** Has a real server open a plugin; `verify-load` unless named. */
  verifyLoad?: TargetOptions | false;
  /** Has one server open all its plugins; `verify-load-together` unless named. */
  verifyLoadTogether?: TargetOptions | false;
  /** Starts a real server with a plugin and a database; `verify-start` unless named. */
  verifyStart?: TargetOptions | false;
  /** Runs a server with a plugin, and again after each change; `serve` unless named. */
  serve?: TargetOptions | false;
  /** Runs the Go tests; `test` unless named. */
  test?: TargetOptions | false;
  /** Vets and lints; `lint` unless named. */
  lint?: TargetOptions | false;
  /** Says whether go.mod and go.sum are tidy; `tidy` unless named. */
  tidy?: TargetOptions | false;
  /** Program of the server that plugins are opened with, or that is started with them, relative to the workspace root: `bin/nakama`. */
  serverBinary?: string;
}

export interface NormalizedOptions {
  /** The names of all targets, also of those that are left out. */
  readonly names: Readonly<Record<TargetKey, string>>;
  /** The targets that a project gets. */
  readonly inferred: ReadonlySet<TargetKey>;
  /** What targets read besides. */
  readonly moreInputs: Readonly<Partial<Record<TargetKey, NonNullable<TargetOptions['inputs']>>>>;
  readonly serverBinary?: string;
}

/** Targets that give what `build` makes to a server. */
const NEED_BUILD: readonly TargetKey[] = ['verifyLoad', 'verifyLoadTogether', 'verifyStart', 'serve'];

/**
 * Options with their defaults.
 *
 * @throws Error with every problem of the options, each with its fix
 */
export function normalizeOptions(options: NakamaPluginOptions | undefined): NormalizedOptions {
  throwProblems(optionProblems(options));
  const given = options ?? {};
  const names = Object.fromEntries(
    TARGET_KEYS.map((key) => [key, (given[key] || {}).targetName ?? TARGET_NAMES[key]]),
  ) as Record<TargetKey, string>;
  const inferred = TARGET_KEYS.filter((key) => given[key] !== false).filter(
    (key) => given.build !== false || !NEED_BUILD.includes(key),
  );
  throwProblems(sameNameProblems(inferred.map((key) => ({ key, name: names[key] }))));
  const { serverBinary } = given;
  const moreInputs = Object.fromEntries(
    TARGET_KEYS.flatMap((key) => {
      const { inputs } = given[key] || {};
      return inputs === undefined ? [] : [[key, inputs] as const];
    }),
  );
  return {
    names,
    inferred: new Set(inferred),
    moreInputs,
    ...(serverBinary !== undefined && { serverBinary }),
  };
}

function throwProblems(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(problems.join('\n'));
}
