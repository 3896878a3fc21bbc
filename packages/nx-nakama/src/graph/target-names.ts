/** The inferred targets by their key in the options of the plugin, with the names that they have unless given. */
export const TARGET_NAMES = {
  verifyPins: 'verify-pins',
  pin: 'pin',
  build: 'build',
  verifyLoad: 'verify-load',
  verifyLoadTogether: 'verify-load-together',
  verifyStart: 'verify-start',
  serve: 'serve',
  test: 'test',
  lint: 'lint',
  tidy: 'tidy',
} as const;

export type TargetKey = keyof typeof TARGET_NAMES;

export const TARGET_KEYS = Object.keys(TARGET_NAMES) as readonly TargetKey[];

/** Up to 0.2 each name was an option of its own: `buildTargetName` is now `targetName` of `build`. */
export function keyOfOldOption(option: string): TargetKey | undefined {
  return TARGET_KEYS.find((key) => option === `${key}TargetName`);
}
