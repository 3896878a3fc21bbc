import {
  createCompiledVerifier,
  createVerifier,
  renderModuleReport,
  type ModuleReport,
  type VerifyModuleOptions,
} from 'nakama-pins';
import { resultOf, type TaskResult } from '../task-result';
import type { VerifyPinsOptions } from './schema';

/** Judges projects one by one; never throws. */
export type ProjectVerifier = (projectRoot: string, options: VerifyPinsOptions) => Promise<TaskResult>;

interface EitherVerifier {
  verify(dir: string, options: VerifyModuleOptions): ModuleReport | Promise<ModuleReport>;
}

/**
 * One verifier for each release and proof asked for, so that a batch reads what its projects share only once.
 *
 * @param root the workspace root, absolute
 * @param signal ends every go that runs
 */
export function createProjectVerifier(root: string, signal?: AbortSignal): ProjectVerifier {
  const verifiers = new Map<string, EitherVerifier>();

  function verifierFor({ release, proof = 'declared' }: VerifyPinsOptions): EitherVerifier {
    const key = `${proof} ${release ?? ''}`;
    const known = verifiers.get(key);
    if (known) return known;
    const created =
      proof === 'compiled'
        ? createCompiledVerifier({ root, release, env: process.env, signal, onGoLine })
        : createVerifier({ root, release });
    verifiers.set(key, created);
    return created;
  }

  return (projectRoot, options) =>
    resultOf(async () => {
      const report = await verifierFor(options).verify(projectRoot, { samePath: options.samePath });
      // Without colour: the text is cached, and a cached text is the same on every terminal.
      return {
        success: report.verdict === 'loads',
        terminalOutput: renderModuleReport(report, { color: false }),
      };
    }, `${projectRoot}: could not be verified`);
}

/** Downloads depend on what the computer has already: they are progress, and no part of what is cached. */
function onGoLine(line: string): void {
  process.stderr.write(`${line}\n`);
}
