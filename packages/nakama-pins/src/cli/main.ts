#!/usr/bin/env node
import * as nodeModule from 'node:module';
import { join } from 'node:path';
import { userCache } from '../toolchain/user-cache';

/** Node compiles the rest once for all runs, where it can: from 22.1 on. It is asked before anything else is loaded. */
keepCompiled((nodeModule as { enableCompileCache?: (folder?: string) => unknown }).enableCompileCache);

/** In the user's own folder: Node's, in that for temporary files, could be made by anybody. NODE_COMPILE_CACHE moves it. */
function keepCompiled(enable: ((folder?: string) => unknown) | undefined): void {
  try {
    enable?.(process.env['NODE_COMPILE_CACHE'] || join(userCache(process.env), 'compiled'));
  } catch {
    // Without a folder of one's own, each run compiles.
  }
}

/** A reader that has seen enough (`| head`) is no fault: the rest goes nowhere, and the exit code stays. A full disk is one. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') return;
  if (error.code === undefined) throw error;
  process.stderr.write(`nakama-pins: what it prints can't be written: ${error.code}\n`);
  process.exit(2);
}

for (const stream of [process.stdout, process.stderr]) stream.on('error', endQuietly);
void import('./program').then(({ runProgram }) => runProgram(process.argv));
