import { createInterface } from 'node:readline';

/** As Nx decides whether generators may ask: at a terminal, not in CI, and not with --no-interactive. */
function mayAsk(): boolean {
  const { NX_INTERACTIVE, CI } = process.env;
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
  return isTerminal && NX_INTERACTIVE === 'true' && (CI === undefined || CI === '' || CI === 'false');
}

/**
 * Asks a question that is answered by yes or no. Nx's own prompts are for options alone, and come before a generator knows
 * anything.
 *
 * @returns whether the answer is yes; no where nobody can be asked
 */
export async function confirm(question: string): Promise<boolean> {
  if (!mayAsk()) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await new Promise<string>((resolve) => {
      // Ctrl-C and the end of the input say no.
      terminal.on('SIGINT', () => resolve('no'));
      terminal.on('close', () => resolve('no'));
      terminal.question(`${question} (Y/n) `, resolve);
    });
    return /^(?:y(?:es)?)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
