import { createVerifier, InputError, renderModuleReport, type Verifier } from 'nakama-pins';
import type { VerifyPinsOptions } from './schema';

/** What a task gives to Nx: the same text whether it ran alone, in a batch, or came from the cache. */
export interface VerifyPinsResult {
  readonly success: boolean;
  readonly terminalOutput: string;
}

/** Judges projects one by one; never throws. */
export type ProjectVerifier = (projectRoot: string, options: VerifyPinsOptions) => VerifyPinsResult;

/**
 * One verifier for each release asked for, so that a batch reads what its projects share only once.
 *
 * @param root the workspace root, absolute
 */
export function createProjectVerifier(root: string): ProjectVerifier {
  const verifiers = new Map<string | undefined, Verifier>();

  function verifierFor(release: string | undefined): Verifier {
    const known = verifiers.get(release);
    if (known) return known;
    const created = createVerifier({ root, release });
    verifiers.set(release, created);
    return created;
  }

  return (projectRoot, { release, samePath }) => {
    try {
      const report = verifierFor(release).verify(projectRoot, { samePath });
      // Without colour: the text is cached, and a cached text is the same on every terminal.
      return {
        success: report.verdict === 'loads',
        terminalOutput: line(renderModuleReport(report, { color: false })),
      };
    } catch (error) {
      return { success: false, terminalOutput: line(describeError(error, projectRoot)) };
    }
  };
}

function describeError(error: unknown, projectRoot: string): string {
  if (error instanceof InputError) return error.message;
  const message = error instanceof Error ? error.message : String(error);
  return `${projectRoot}: could not be verified: ${message}`;
}

function line(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}
