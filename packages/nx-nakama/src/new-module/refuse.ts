/** @throws Error with what can't be, why, and the fix, where there is a fault */
export function refuse(fault: string | undefined, what: string, fix: string): void {
  if (fault) throw new Error(`${what}: ${fault}.\n  fix: ${fix}`);
}
