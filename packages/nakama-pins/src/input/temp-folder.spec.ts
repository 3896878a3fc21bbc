import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { problemsOf } from '../go-module/testing/problems';
import { tempFolder } from './temp-folder';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'temp-folder-'));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

it('is there until it is removed', () => {
  const { path, remove } = tempFolder('work', parent);
  expect(existsSync(path)).toBe(true);
  remove();
  expect(readdirSync(parent)).toEqual([]);
});

it('says what is wrong with the folder for temporary files', () => {
  const missing = join(parent, 'none');
  expect(problemsOf(() => tempFolder('work', missing))).toEqual([
    `${missing}: no temporary folder can be made here: it does not exist\n  fix: set TMPDIR to a folder that this user may write to`,
  ]);
});

it('takes away what a process that was killed left, and nothing else', () => {
  const others = ['work-mine', `work-${process.pid}-abcdef`, 'other-4194304-abcdef'];
  for (const name of [...others, 'work-4194304-abcdef']) mkdirSync(join(parent, name));
  tempFolder('work', `${parent}/.`).remove();
  expect(readdirSync(parent).sort()).toEqual(others.sort());
});

// Windows ends a process without asking it.
(process.platform === 'win32' ? it.skip : it).each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'goes with a process that %s ends',
  async (signal) => {
    const script = `require('@swc-node/register');
      require(${JSON.stringify(join(__dirname, 'temp-folder.ts'))}).tempFolder('work', ${JSON.stringify(parent)});
      setInterval(() => {}, 1000); console.log('ready');`;
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    expect(readdirSync(parent)).toHaveLength(1);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([null, signal]);
    expect(readdirSync(parent)).toEqual([]);
  },
);

it('goes at a signal that the process outlives, and the next one is another', () => {
  const outlive = (): void => undefined;
  process.on('SIGHUP', outlive);
  try {
    const first = tempFolder('work', parent);
    process.emit('SIGHUP', 'SIGHUP');
    expect(readdirSync(parent)).toEqual([]);
    const second = tempFolder('work', parent);
    process.emit('SIGHUP', 'SIGHUP');
    expect(readdirSync(parent)).toEqual([]);
    first.remove();
    second.remove();
  } finally {
    process.off('SIGHUP', outlive);
  }
});
