/** The repository of the official server images; its tags are the releases. */
export const SERVER_IMAGE = 'heroiclabs/nakama';

/**
 * A release whose server comes from elsewhere is a variant of it, named after it: `3.40.0-dsym` is the server of 3.40.0
 * as heroiclabs/nakama-dsym has it, compiled for a debugger (nakama: build/Dockerfile.dsym). The official image's has no
 * such word.
 */
const DEBUG_VARIANT = 'dsym';

/** `3.40.0-dsym` */
export function variantName(version: string, variant: string | undefined): string {
  return variant === undefined ? version : `${version}-${variant}`;
}

/** The variant that a repository has, by the last element of its name; undefined for the official server. */
export function variantOfRepository(repository: string): string | undefined {
  return /(^|\/)nakama-dsym$/.test(repository) ? DEBUG_VARIANT : undefined;
}
