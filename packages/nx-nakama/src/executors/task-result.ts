import { InputError } from 'nakama-pins';
import { printable } from 'nakama-pins/detect';

/** What a task gives to Nx: the same text whether it ran alone, in a batch, or came from the cache. */
export interface TaskResult {
  readonly success: boolean;
  readonly terminalOutput: string;
}

/**
 * The result of work that may throw: a task that can't be done fails alone.
 *
 * @param failure what could not be done: `plugins/arena: could not be pinned`
 * @param onText called with the text of the result
 */
export function resultOf(
  work: () => Promise<TaskResult>,
  failure: string,
  onText?: (text: string) => void,
): Promise<TaskResult> {
  const print = async (printLine: (line: string) => void): Promise<boolean> => {
    const { success, terminalOutput } = await work();
    printLine(withoutLineBreak(terminalOutput));
    return success;
  };
  return streamedResult(print, failure, onText);
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
    const text = `${printable(line)}\n`;
    terminalOutput += text;
    onText?.(text);
  };
  try {
    return { success: await work(print), terminalOutput };
  } catch (error) {
    print(withoutLineBreak(describeError(error, failure)));
    return { success: false, terminalOutput };
  }
}

function describeError(error: unknown, failure: string): string {
  if (error instanceof InputError) return error.message;
  return `${failure}: ${error instanceof Error ? error.message : String(error)}`;
}

function withoutLineBreak(text: string): string {
  return text.replace(/\n$/, '');
}
