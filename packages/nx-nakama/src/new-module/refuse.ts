/** @throws Error with what can't be, why, and the mend, where there is a fault */
export function refuse(fault: string | undefined, what: string, mend: string): void {
  if (fault) throw new Error(`${what}: ${fault}.\n  fix: ${mend}`);
}
