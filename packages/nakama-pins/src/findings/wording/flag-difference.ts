/** A build setting that plugin and server do not share. */
export interface FlagDifference {
  /** As build info names it: `-race`, `-tags`. */
  readonly flag: string;
  /** Undefined if the plugin was built without it. */
  readonly plugin: string | undefined;
  readonly server: string | undefined;
}

/** `with -race`, `without -trimpath`, `with -tags=netgo` */
export function settingText(flag: string, value: string | undefined): string {
  if (value === undefined) return `without ${flag}`;
  return value === 'true' ? `with ${flag}` : `with ${flag}=${value}`;
}

export function flagFix({ flag, server }: FlagDifference): string {
  if (server === undefined) return `leave ${flag} out, then build the plugin again`;
  return `build the plugin with ${server === 'true' ? flag : `${flag}=${server}`}`;
}
