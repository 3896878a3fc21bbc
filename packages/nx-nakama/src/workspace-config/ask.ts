import { createInterface } from 'node:readline';

/** As Nx decides whether generators may ask: at a terminal, not in CI, and not with --no-interactive. */
export function mayAsk(): boolean {
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
  // Ctrl-C and the end of the input say no.
  const answer = mayAsk() ? ((await answerTo(`${question} (Y/n) `)) ?? 'no') : 'no';
  return /^(?:y(?:es)?)?$/i.test(answer.trim());
}

/**
 * Has one of some words chosen.
 *
 * @param choices the first is that of an empty answer
 * @returns undefined where nobody can be asked, or the answer is none of them
 */
export async function choose(question: string, choices: readonly string[]): Promise<string | undefined> {
  const [first] = choices;
  if (first === undefined || !mayAsk()) return undefined;
  const answer = await answerTo(`${question} ${choices.join(', ')} (${first}) `);
  if (answer === undefined) return undefined;
  return answer.trim() === '' ? first : choices.find((choice) => choice === answer.trim());
}

/** Undefined for Ctrl-C and the end of the input. */
async function answerTo(question: string): Promise<string | undefined> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await new Promise((resolve) => {
      terminal.on('SIGINT', () => resolve(undefined));
      terminal.on('close', () => resolve(undefined));
      terminal.question(question, resolve);
    });
  } finally {
    terminal.close();
  }
}
