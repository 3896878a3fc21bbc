// Folders of files, and the vendor/ of a base.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runGo } from '../corpus/go.mjs';
import { readBase } from './bases.mjs';

/** Writes files; those of `undefined` are left out. */
export function writeFiles(dir, files) {
  for (const [file, text] of Object.entries(files)) {
    if (text === undefined) continue;
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    // Bytes as they are: vendor/ has files that are no text.
    writeFileSync(join(dir, file), text, 'latin1');
  }
}

/** @returns {Record<string, string>} the files that `go mod vendor` makes for a base @throws if go cannot */
export function vendorOf(base) {
  const dir = mkdtempSync(join(tmpdir(), 'nakama-vendor-'));
  try {
    writeFiles(dir, readBase(base));
    const { ok, stderr } = runGo(dir, base.go, ['mod', 'vendor']);
    if (!ok) throw new Error(`go mod vendor: ${stderr}`);
    const files = readdirSync(join(dir, 'vendor'), { recursive: true, withFileTypes: true });
    return Object.fromEntries(
      files
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .map((file) => [file.slice(dir.length + 1), readFileSync(file, 'latin1')])
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
