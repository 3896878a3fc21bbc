import { openWorkspace, type Outcome } from 'nakama-pins';

/** Judges the module in a folder of a workspace by its committed files. */
export async function verifyIn(root: string, dir: string): Promise<Outcome | undefined> {
  return (await openWorkspace({ root }).verify([dir], { only: true })).modules[0];
}
