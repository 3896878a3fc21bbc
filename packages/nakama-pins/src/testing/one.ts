import type { Outcome } from '../findings/outcome';
import { InputError } from '../input/problem';
import type { WorkspaceRun } from '../open-workspace/ends';
import { ModuleOpener } from '../verify/open-module';
import { verifyDeclared } from '../verify/verify-module';

/** The outcome of the one module that a command was asked about. Rejects with its problems where there are any. */
export async function one<T extends Outcome>(run: Promise<WorkspaceRun<T>> | WorkspaceRun<T>): Promise<T> {
  const { modules, problems } = await run;
  if (problems.length > 0) throw new InputError(problems);
  const [only] = modules;
  if (!only || modules.length > 1) throw new Error(`expected one module, found ${modules.length}`);
  return only;
}

/** Judges one module with proof `declared`. */
export function verifyAt(
  root: string,
  dir = '.',
  release?: string,
  samePath: readonly string[] = [],
): Outcome {
  const module = new ModuleOpener(root, release).open(dir, { samePath });
  return module.unreleased ?? verifyDeclared(module);
}
