import { InputError } from 'nakama-pins';

/** What a task gives to Nx: the same text whether it ran alone, in a batch, or came from the cache. */
export interface TaskResult {
  readonly success: boolean;
  readonly terminalOutput: string;
}

/**
 * The result of work that may throw: a task that can't be done fails alone.
 *
 * @param failure what could not be done: `plugins/arena: could not be pinned`
 */
export async function resultOf(work: () => Promise<TaskResult>, failure: string): Promise<TaskResult> {
  try {
    const { success, terminalOutput } = await work();
    return { success, terminalOutput: line(terminalOutput) };
  } catch (error) {
    return { success: false, terminalOutput: line(describeError(error, failure)) };
  }
}

/**
 * The result of work that prints as it goes, for tests that run for minutes.
 *
 * @param work prints lines; says whether it succeeded
 * @param onText called with each text as it comes; all of it is the result's text
 */
export async function streamedResult(
  work: (print: (line: string) => void) => Promise<boolean>,
  failure: string,
  onText?: (text: string) => void,
): Promise<TaskResult> {
  let terminalOutput = '';
  const print = (line: string): void => {
    terminalOutput += `${line}\n`;
    onText?.(`${line}\n`);
  };
  try {
    return { success: await work(print), terminalOutput };
  } catch (error) {
    print(describeError(error, failure));
    return { success: false, terminalOutput };
  }
}

function describeError(error: unknown, failure: string): string {
  if (error instanceof InputError) return error.message;
  return `${failure}: ${error instanceof Error ? error.message : String(error)}`;
}

function line(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}
