import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import glob from 'fast-glob';
import { goEnv, REPO_ROOT } from './run-go';

/** The .mod files of the module cache, each text once, because many versions of a module share one. */
export function goModsOfModuleCache(): string[] {
  const cache = path.join(goEnv('GOMODCACHE') as string, 'cache/download');
  const files = differentFiles(glob.sync('**/*.mod', { cwd: cache, absolute: true }));
  // npm test fills the cache first: node tools/module-cache/fill.mjs
  if (files.length < 300) process.stderr.write(`ONLY ${files.length} .mod files in the module cache\n`);
  return files;
}

const CORPUS = path.join(REPO_ROOT, '../shared/corpus');

export const corpusExists = existsSync(CORPUS);
if (!corpusExists) process.stderr.write('SKIPPED: ../shared/corpus is not here\n');

/** The go.mod files of real plugins. */
export function goModsOfCorpus(): string[] {
  return glob.sync('**/go.mod', { cwd: CORPUS, absolute: true });
}

function differentFiles(files: readonly string[]): string[] {
  const byContent = new Map(
    [...files].sort().map((file) => [createHash('sha256').update(readFileSync(file)).digest('hex'), file]),
  );
  return [...byContent.values()];
}
