import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { findGaps, readExports } from './documentation.mjs';

function gapsOf(files) {
  const folder = mkdtempSync(path.join(tmpdir(), 'api-docs-'));
  try {
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text);
    return findGaps(readExports(path.join(folder, 'index.d.ts')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('an exported name without a doc comment is a gap, also one that comes from another file', () => {
  const gaps = gapsOf({
    'index.d.ts': "export { type A } from './a';\nexport interface B { readonly b: string }\n",
    'a.d.ts': '/** Has one. */\nexport type A = string;\n',
  });
  assert.deepEqual(gaps, ['B has no doc comment']);
});

test('an exported function, constant or class without an example is a gap; a type needs none', () => {
  const gaps = gapsOf({
    'index.d.ts': [
      '/** Runs. */\nexport declare function run(): void;',
      '/** Stays. */\nexport declare const stays: string;',
      '/** Lives. */\nexport declare class Lives {}',
      '/** Shapes. */\nexport interface Shape {}',
      '/**\n * Shows.\n *\n * @example\n * shows();\n */\nexport declare function shows(): void;',
    ].join('\n'),
  });
  assert.deepEqual(gaps, ['Lives has no @example', 'run has no @example', 'stays has no @example']);
});
