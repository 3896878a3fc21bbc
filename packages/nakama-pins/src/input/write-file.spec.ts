import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { problemsOf } from '../go-module/testing/problems';
import { fullDisk, writeFiles } from './write-file';

const onWindows = process.platform === 'win32';

describe('writeFiles', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'write-file-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const at = (name: string) => path.join(dir, name);

  (onWindows ? it.skip : it)('puts no file in place of a pipe or a device', () => {
    execFileSync('mkfifo', [at('pipe')]);
    expect(problemsOf(() => writeFiles([{ absPath: at('pipe'), displayPath: 'pipe', text: 'x' }]))).toEqual([
      'pipe: there is a device, a pipe or a socket with the name of the file\n  fix: name a file',
    ]);
    expect(statSync(at('pipe')).isFIFO()).toBe(true);
  });

  it('writes new and old files and leaves nothing else behind', () => {
    writeFileSync(at('old'), 'before');
    writeFiles([
      { absPath: at('old'), text: 'after\r\n' },
      { absPath: at('new'), text: 'ä€😀' },
      { absPath: at('empty'), text: '' },
    ]);
    expect(readdirSync(dir).sort()).toEqual(['empty', 'new', 'old']);
    expect(readFileSync(at('old'), 'utf8')).toBe('after\r\n');
    expect(readFileSync(at('new'), 'utf8')).toBe('ä€😀');
    expect(readFileSync(at('empty'), 'utf8')).toBe('');
  });

  (onWindows ? it.skip : it)('keeps the permissions, and a link a link', () => {
    mkdirSync(at('elsewhere'));
    writeFileSync(at('elsewhere/target'), 'before');
    chmodSync(at('elsewhere/target'), 0o640);
    symlinkSync('elsewhere/target', at('link'));
    writeFiles([{ absPath: at('link'), text: 'after' }]);
    expect(lstatSync(at('link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(at('elsewhere/target'), 'utf8')).toBe('after');
    expect(statSync(at('elsewhere/target')).mode & 0o777).toBe(0o640);
    expect(readdirSync(at('elsewhere'))).toEqual(['target']);
  });

  it('stops at the first that cannot be written, and says which', () => {
    mkdirSync(at('folder'));
    const problems = problemsOf(() =>
      writeFiles([
        { absPath: at('first'), text: '1' },
        { absPath: at('missing/file'), displayPath: 'missing/file', text: '2' },
        { absPath: at('last'), text: '3' },
      ]),
    );
    expect(problems).toEqual(['missing/file: the folder of the file does not exist']);
    expect(existsSync(at('first'))).toBe(true);
    expect(existsSync(at('last'))).toBe(false);
    expect(
      problemsOf(() => writeFiles([{ absPath: at('folder'), displayPath: 'folder', text: '' }])),
    ).toEqual(['folder: there is a folder with the name of the file']);
    expect(readdirSync(dir).sort()).toEqual(['first', 'folder']);
  });

  it('leaves the old or the new text, whole, when it is killed', async () => {
    const file = at('go.mod');
    const whole = ['a', 'b'].map((letter) => letter.repeat(1024 * 1024));
    for (let kill = 0; kill < 30; kill++) {
      const writer = spawn(
        process.execPath,
        ['-r', '@swc-node/register', path.join(__dirname, 'testing/write-for-ever.ts'), file, 'a', 'b'],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const ended = once(writer, 'exit');
      await once(writer.stdout, 'data');
      // Kills it at different places in its work; which ones does not matter.
      await setTimeout(kill % 7);
      writer.kill('SIGKILL');
      await ended;
      expect(whole).toContain(readFileSync(file, 'utf8'));
    }
  });
});

it('says of a full disk where it is and what helps, and nothing of other errors', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  expect(fullDisk(full)?.message).toMatch(/: the disk is full \(.*: \d+ bytes are free\)\n {2}fix: .*TMPDIR/);
  expect(fullDisk(new Error('no'))).toBeUndefined();
});
