#!/usr/bin/env node
import * as nodeModule from 'node:module';

/** Node compiles the rest once for all runs, where it can: from 22.1 on. It is asked before anything else is loaded. */
(nodeModule as { enableCompileCache?: () => unknown }).enableCompileCache?.();

/** A reader that has seen enough (`| head`) is no fault: the rest goes nowhere, and the exit code stays. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

for (const stream of [process.stdout, process.stderr]) stream.on('error', endQuietly);
void import('./program').then(({ runProgram }) => runProgram(process.argv));
