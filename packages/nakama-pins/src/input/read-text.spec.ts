import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { problemsOf } from '../go-module/testing/problems';
import { readTextFile, readTextFileIfExists } from './read-text';

describe('readTextFile', () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'read-text-'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  const write = (bytes: string | Uint8Array): string => {
    const file = path.join(dir, 'file');
    writeFileSync(file, bytes);
    return file;
  };
  const read = (file: string) => readTextFile(file, 'dir/file', { maxBytes: 100 });

  it.each(['', 'plain\n', 'crlf\r\n', '\uFEFFmarked', 'ä€😀', 'a genuine \uFFFD'])(
    'gives %j as it is',
    (text) => {
      expect(read(write(text))).toBe(text);
    },
  );

  it('takes a file of exactly the limit and refuses the next byte', () => {
    expect(read(write('x'.repeat(100)))).toHaveLength(100);
    expect(problemsOf(() => read(write('x'.repeat(101))))).toEqual([
      'dir/file: the file is too large (expected at most 100 bytes, found 101 bytes)',
    ]);
  });

  it('finds the first NUL byte', () => {
    expect(problemsOf(() => read(write('one\ntwö\0\0')))[0]).toMatch(
      /^dir\/file:2:4: the text file contains a NUL byte/,
    );
  });

  it.each([
    ['a lone continuation byte', [0x61, 0x0a, 0x80], '2:1', '0x80'],
    ['a byte that is never UTF-8', [0x61, 0xff, 0x61], '1:2', '0xff'],
    ['a character cut short in the text', [0xe2, 0x82, 0x61], '1:1', '0xe2'],
    ['a character cut short at the end', [0xc3, 0xa4, 0x0a, 0xc3], '2:1', '0xc3'],
    ['one that begins as U+FFFD does', [0x61, 0xef, 0xbf, 0x61], '1:2', '0xef'],
    ['one after a genuine U+FFFD', [0xef, 0xbf, 0xbd, 0xfe], '1:2', '0xfe'],
    ['a surrogate', [0x61, 0xed, 0xa0, 0x80], '1:2', '0xed'],
    ['Latin-1', [0x67, 0x72, 0xfc, 0x6e], '1:3', '0xfc'],
  ])('refuses %s, with its place', (_, bytes, place, found) => {
    expect(problemsOf(() => read(write(Uint8Array.from(bytes))))[0]).toBe(
      `dir/file:${place}: the file is not UTF-8 (expected UTF-8 text, found byte ${found})\n  fix: save the file as UTF-8`,
    );
  });

  it('refuses a folder, a loop of links, a missing file and a pipe, without waiting', () => {
    const at = (name: string) => path.join(dir, name);
    mkdirSync(at('folder'));
    expect(problemsOf(() => read(at('folder')))[0]).toContain('this is a folder, not a file');
    expect(problemsOf(() => read(at('missing')))[0]).toContain('the file does not exist');
    if (process.platform === 'win32') return;
    symlinkSync('loop-b', at('loop-a'));
    symlinkSync('loop-a', at('loop-b'));
    expect(problemsOf(() => read(at('loop-a')))[0]).toContain('the symbolic links lead back to themselves');
    execFileSync('mkfifo', [at('pipe')]);
    expect(problemsOf(() => read(at('pipe')))[0]).toContain('this is not a regular file');
  });

  // Root may read everything, and Windows has no such permission.
  const unprivileged = process.getuid !== undefined && process.getuid() !== 0;
  (unprivileged ? it : it.skip)('refuses a file that may not be read', () => {
    const file = write('secret');
    chmodSync(file, 0);
    expect(problemsOf(() => read(file))[0]).toContain('there is no permission to read the file');
  });

  it('tells a missing file from a bad one, where it may be missing', () => {
    const options = { maxBytes: 10 };
    expect(readTextFileIfExists(path.join(dir, 'missing'), 'm', options)).toBeUndefined();
    expect(readTextFileIfExists(path.join(write('x'), 'below a file'), 'm', options)).toBeUndefined();
    expect(problemsOf(() => readTextFileIfExists(dir, 'm', options))).toHaveLength(1);
  });
});
