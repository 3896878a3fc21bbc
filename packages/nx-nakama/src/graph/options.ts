/** Options of the plugin in nx.json. */
export interface NakamaPluginOptions {
  /** Name of the target that verifies a plugin's pins; `verify-pins` unless given. */
  verifyPinsTargetName?: string;
  /** Name of the target that brings a plugin in step with its release; `pin` unless given. */
  pinTargetName?: string;
}

export type NormalizedOptions = Required<NakamaPluginOptions>;

const DEFAULTS: NormalizedOptions = { verifyPinsTargetName: 'verify-pins', pinTargetName: 'pin' };

/**
 * Options with their defaults.
 *
 * @throws Error that names the option, for an unknown one and for a name that Nx can't take
 */
export function normalizeOptions(options: NakamaPluginOptions | undefined): NormalizedOptions {
  const given = Object.entries(options ?? {});
  for (const [key, value] of given) {
    if (!(key in DEFAULTS)) {
      const known = Object.keys(DEFAULTS).join(', ');
      throw new Error(`nx.json: the plugin nx-nakama has no option "${key}". Its options: ${known}.`);
    }
    if (value !== undefined && (typeof value !== 'string' || !/^[^\s:]+$/.test(value))) {
      throw new Error(
        `nx.json: the option "${key}" of the plugin nx-nakama must be a target name ` +
          `(a string without spaces and colons), found ${JSON.stringify(value)}.`,
      );
    }
  }
  const names = { ...DEFAULTS, ...Object.fromEntries(given.filter(([, value]) => value !== undefined)) };
  if (new Set(Object.values(names)).size < Object.keys(names).length) {
    throw new Error(`nx.json: two targets of the plugin nx-nakama have one name: ${JSON.stringify(names)}.`);
  }
  return names;
}
