/** Options of the plugin in nx.json. */
export interface NakamaPluginOptions {
  /** Name of the target that verifies a plugin's pins; `verify-pins` unless given. */
  verifyPinsTargetName?: string;
  /** Name of the target that brings a plugin in step with its release; `pin` unless given. */
  pinTargetName?: string;
  /** Name of the target that builds a plugin; `build` unless given. */
  buildTargetName?: string;
  /** Name of the target in which a real server opens a plugin; `verify-load` unless given. */
  verifyLoadTargetName?: string;
  /** Name of the target in which one server opens all its plugins; `verify-load-together` unless given. */
  verifyLoadTogetherTargetName?: string;
  /** Name of the target that runs Go tests; `test` unless given. */
  testTargetName?: string;
  /** Name of the target that vets and lints; `lint` unless given. */
  lintTargetName?: string;
  /** Name of the target that says whether go.mod and go.sum are tidy; `tidy` unless given. */
  tidyTargetName?: string;
  /** Program of the server that plugins are opened with, relative to the workspace root: `bin/nakama`. */
  serverBinary?: string;
}

type TargetNames = Required<Omit<NakamaPluginOptions, 'serverBinary'>>;

export type NormalizedOptions = TargetNames & Pick<NakamaPluginOptions, 'serverBinary'>;

const TARGET_NAMES: TargetNames = {
  verifyPinsTargetName: 'verify-pins',
  pinTargetName: 'pin',
  buildTargetName: 'build',
  verifyLoadTargetName: 'verify-load',
  verifyLoadTogetherTargetName: 'verify-load-together',
  testTargetName: 'test',
  lintTargetName: 'lint',
  tidyTargetName: 'tidy',
};

/**
 * Options with their defaults.
 *
 * @throws Error that names the option, for an unknown one and for a value that Nx can't take
 */
export function normalizeOptions(options: NakamaPluginOptions | undefined): NormalizedOptions {
  const given = Object.entries(options ?? {}).filter(([, value]) => value !== undefined);
  for (const [key, value] of given) {
    if (key === 'serverBinary') requireBinary(value);
    else if (key in TARGET_NAMES) requireTargetName(key, value);
    else {
      const known = [...Object.keys(TARGET_NAMES), 'serverBinary'].join(', ');
      throw new Error(`nx.json: the plugin nx-nakama has no option "${key}". Its options: ${known}.`);
    }
  }
  const { serverBinary, ...names } = { ...TARGET_NAMES, ...Object.fromEntries(given) } as NormalizedOptions;
  if (new Set(Object.values(names)).size < Object.keys(names).length) {
    throw new Error(`nx.json: two targets of the plugin nx-nakama have one name: ${JSON.stringify(names)}.`);
  }
  return { ...names, ...(serverBinary !== undefined && { serverBinary }) };
}

function requireTargetName(key: string, value: unknown): void {
  if (typeof value === 'string' && /^[^\s:]+$/.test(value)) return;
  throw new Error(
    `nx.json: the option "${key}" of the plugin nx-nakama must be a target name ` +
      `(a string without spaces and colons), found ${JSON.stringify(value)}.`,
  );
}

/** It becomes an input of Nx, so nothing that has a meaning there, and within the workspace. */
function requireBinary(value: unknown): void {
  const isPath = typeof value === 'string' && /^[\w@+-][\w.@+/-]*$/.test(value);
  if (isPath && !value.split('/').includes('..')) return;
  throw new Error(
    'nx.json: the option "serverBinary" of the plugin nx-nakama must be a path within the workspace ' +
      `(letters, digits and . _ - + @ /), found ${JSON.stringify(value)}.`,
  );
}
