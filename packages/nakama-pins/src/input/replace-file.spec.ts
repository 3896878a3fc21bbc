import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { problemsOf } from '../go-module/testing/problems';
import { replaceFile } from './replace-file';
import { writeFiles } from './write-file';

/** A file system that fails in one call, as a full or broken disk does. */
const faults: { writeSync?: (bytes: number) => number; fsyncSync?: string } = {};

jest.mock('node:fs', () => {
  const real = jest.requireActual<typeof fs>('node:fs');
  return {
    ...real,
    writeSync: (fd: number, bytes: Uint8Array, offset: number) => {
      const length = bytes.length - offset;
      const taken = faults.writeSync?.(length) ?? length;
      return real.writeSync(fd, bytes, offset, taken);
    },
    fsyncSync: (fd: number) => {
      if (faults.fsyncSync !== undefined) throw failure(faults.fsyncSync);
      real.fsyncSync(fd);
    },
  };
});

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(tmpdir(), 'replace-file-'));
  fs.writeFileSync(at('go.mod'), 'module old\n');
});
afterEach(() => {
  delete faults.writeSync;
  delete faults.fsyncSync;
  fs.rmSync(dir, { recursive: true, force: true });
});

const at = (name: string): string => path.join(dir, name);
const read = (name: string): string => fs.readFileSync(at(name), 'utf8');

const NEW = `module new\n${'// x\n'.repeat(1000)}`;

it('writes on where the disk took a part', () => {
  faults.writeSync = (length) => Math.min(length, 7);
  replaceFile(at('go.mod'), Buffer.from(NEW));
  expect(read('go.mod')).toBe(NEW);
});

it.each(['ENOSPC', 'EDQUOT', 'EIO', 'EROFS'])('keeps the old file, and nothing else, at %s', (code) => {
  let room = 100;
  faults.writeSync = (length) => {
    if (room === 0) throw failure(code);
    const taken = Math.min(length, room);
    room -= taken;
    return taken;
  };
  const problems = problemsOf(() =>
    writeFiles([{ absPath: at('go.mod'), displayPath: 'go.mod', text: NEW }]),
  );
  expect(problems).toEqual([
    expect.stringMatching(/^go\.mod: .*\(\S+: \d+ bytes are free, 5011 are to be written\)/),
  ]);
  expect(read('go.mod')).toBe('module old\n');
  expect(fs.readdirSync(dir)).toEqual(['go.mod']);
});

it('does not take a file for written that the disk has not', () => {
  faults.fsyncSync = 'EIO';
  expect(() => replaceFile(at('go.mod'), Buffer.from(NEW))).toThrow('EIO');
  expect(read('go.mod')).toBe('module old\n');
  expect(fs.readdirSync(dir)).toEqual(['go.mod']);
});

it('takes away what a killed process left, and nothing of one that runs', () => {
  const dead = 'go.mod.nakama-pins-4194304-0b7e';
  const alive = `go.mod.nakama-pins-${process.pid}-0b7e`;
  for (const name of [dead, alive, 'go.mod.mine', 'go.sum.nakama-pins-4194304-0b7e'])
    fs.writeFileSync(at(name), '');
  replaceFile(at('go.mod'), Buffer.from(NEW));
  expect(fs.readdirSync(dir).sort()).toEqual(
    ['go.mod', 'go.mod.mine', alive, 'go.sum.nakama-pins-4194304-0b7e'].sort(),
  );
});
