const SHOWN = 3;

/** `a, b, c and 4 more` */
export function few(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return names.slice(0, SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** `is` for one, `are` for several. */
export function are(names: readonly string[]): string {
  return names.length === 1 ? 'is' : 'are';
}
