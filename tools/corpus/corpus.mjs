// The corpus of real go.mod files, and scratch folders that make a module of it buildable.
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repoRoot = fileURLToPath(new URL('../..', import.meta.url));
/** The figures of the releases and the corpus, beside the repository. */
export const sharedFolder = join(repoRoot, '../shared');
const corpusRoot = join(sharedFolder, 'corpus');

/** Every module is judged at its own release and at this one. */
const NEWEST = '3.40.0';

/** The folders of the figures and the corpus, beside the repository; false if they are not there. */
export const corpusIsHere = () => existsSync(join(corpusRoot, 'index.tsv'));

/** @returns the figures of a release, `../shared/releases/<release>.json` */
export const readRelease = (release) =>
  JSON.parse(readFileSync(join(sharedFolder, 'releases', `${release}.json`), 'utf8'));

/** @returns {{ module: string, release: string }[]} each module at its own release, if known and v3, and at the newest */
export function readPairs() {
  const [header, ...rows] = readFileSync(join(corpusRoot, 'index.tsv'), 'utf8').trimEnd().split('\n');
  const columns = header.split('\t');
  return rows.flatMap((row) => {
    const cells = row.split('\t');
    const cell = (name) => cells[columns.indexOf(name)];
    const own = cell('nakama_release');
    const releases = own.startsWith('3.') && own !== NEWEST ? [own, NEWEST] : [NEWEST];
    return releases.map((release) => ({ module: cell('folder'), release }));
  });
}

/**
 * The imports of a module's files, without programs (protoc-gen-go in a `tools.go`): those have a build constraint,
 * because Go refuses to import a `package main`, but imports.txt keeps no constraints. Go puts programs below `cmd/`.
 */
export function readImports(module) {
  const all = readFileSync(join(corpusRoot, module, 'imports.txt'), 'utf8')
    .split('\n')
    .filter(Boolean);
  const isProgram = (path) => path.split('/').includes('cmd');
  return { imports: all.filter((path) => !isProgram(path)), programs: all.filter(isProgram) };
}

/** go.mod and go.sum of a corpus module as they are, and a plugin that imports what the module's files import. */
export function writeScratch(module, dir) {
  mkdirSync(dir, { recursive: true });
  for (const file of ['go.mod', 'go.sum']) {
    const source = join(corpusRoot, module, file);
    if (existsSync(source)) copyFileSync(source, join(dir, file));
  }
  writeFileSync(join(dir, 'main.go'), mainGo(readImports(module).imports));
}

const NAKAMA_RUNTIME = 'github.com/heroiclabs/nakama-common/runtime';

const mainGo = (imports) => `package main

import (
	"context"
	"database/sql"

	"${NAKAMA_RUNTIME}"
${imports
  .filter((path) => path !== NAKAMA_RUNTIME)
  .map((path) => `	_ "${path}"\n`)
  .join('')})

func InitModule(ctx context.Context, logger runtime.Logger, db *sql.DB, nk runtime.NakamaModule, initializer runtime.Initializer) error {
	return nil
}

func main() {}
`;
