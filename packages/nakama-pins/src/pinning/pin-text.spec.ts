import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderDiff } from '../edits/diff';
import type { FileChange } from '../edits/file-change';
import { removeWorkspaces, workspace } from '../testing/workspace';
import type { Conflict, PinOutcome } from './pin-outcome';
import { renderPinOutcome } from './pin-text';

afterEach(removeWorkspaces);

const CHANGES: readonly FileChange[] = [
  { file: 'go.mod', before: 'module m\n\nrequire a v1.0.0\n', after: 'module m\n\nrequire a v1.1.0\n' },
  { file: 'sub/go.sum', before: undefined, after: 'a v1.1.0 h1:x=\n' },
  { file: 'vendor/old.go', before: 'package old\n', after: undefined },
  { file: 'no-newline', before: 'a', after: 'b' },
  { file: 'crlf', before: 'a\r\nb\r\nc\r\n', after: 'a\r\nB\r\nc\r\n' },
];

function outcome(more: Partial<PinOutcome>): PinOutcome {
  return {
    dir: '.',
    module: 'example.com/arena',
    release: '3.40.0',
    proof: 'compiled',
    verdict: 'loads',
    findings: [],
    problems: [],
    ok: true,
    changes: [],
    conflicts: [],
    left: [],
    written: false,
    ...more,
  };
}

const text = (more: Partial<PinOutcome>, diff = false): string =>
  renderPinOutcome(outcome(more), { color: false, diff });

describe('renderDiff', () => {
  it('gives what git applies, byte for byte', () => {
    const before = CHANGES.flatMap((change) =>
      change.before === undefined ? [] : [[change.file, change.before] as const],
    );
    const root = workspace(Object.fromEntries(before));
    const patch = `${CHANGES.map(renderDiff).join('\n')}\n`;
    const { status, stderr } = spawnSync('git', ['apply', '-p1', '-'], {
      cwd: root,
      input: patch,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const { file, after } of CHANGES.filter((change) => change.after !== undefined)) {
      expect(readFileSync(join(root, file), 'utf8')).toBe(after);
    }
    expect(() => readFileSync(join(root, 'vendor/old.go'))).toThrow('ENOENT');
  });
});

describe('renderPinOutcome', () => {
  it('says what is in step, what would be written and what was', () => {
    expect(text({})).toBe('✔ . loads (Nakama 3.40.0, compiled)\n  pins in step: nothing to write');
    const changes = CHANGES.slice(0, 2);
    expect(text({ changes })).toContain('\n  would write go.mod, sub/go.sum');
    expect(text({ changes, written: true })).toContain('\n  wrote go.mod, sub/go.sum');
    expect(text({ changes })).not.toContain('+++');
    expect(text({ changes }, true)).toContain('\n-require a v1.0.0\n+require a v1.1.0');
  });

  it('says of each change what it was and what it is, of vendor/ how much', () => {
    const vendored = { file: 'vendor/new.go', before: undefined, after: 'package new\n' };
    const library = { ...(CHANGES[0] as FileChange), file: 'lib/go.mod' };
    expect(text({ changes: [...CHANGES.slice(0, 3), vendored], written: true })).toBe(
      [
        '✔ . loads (Nakama 3.40.0, compiled)',
        '  wrote go.mod, sub/go.sum, vendor/',
        '    a v1.0.0 → v1.1.0',
        '    go.sum: 1 line added',
        '    vendor/: 1 written, 1 removed',
      ].join('\n'),
    );
    expect(text({ changes: [CHANGES[0] as FileChange, library] })).toContain(
      '\n    go.mod: a v1.0.0 → v1.1.0\n    lib/go.mod: a v1.0.0 → v1.1.0',
    );
  });

  it('says why an image is left alone, and on what the verdict rests where nothing was compiled', () => {
    const image = 'heroiclabs/nakama:3.39.0@sha256:0';
    const left = [{ location: { file: 'Dockerfile', line: 3, column: 6 }, image, why: 'its digest' }];
    const said = text({ left, uncompiled: { why: 'GOPROXY is off', fix: 'set GOPROXY' } });
    expect(said).toContain(`\n  left Dockerfile:3 ${image}: its digest`);
    expect(said).toContain(
      '\n  this rests on the committed files alone, nothing was compiled: GOPROXY is off\n    to compile it: set GOPROXY',
    );
  });

  it('names the conflict and the choices, and claims to write nothing', () => {
    const conflict: Conflict = {
      module: 'go.uber.org/zap',
      pin: 'v1.28.0',
      demanded: 'v1.29.0',
      chain: ['example.com/arena', 'example.com/x@v1.0.0', 'go.uber.org/zap@v1.29.0'],
      message: 'x demands zap v1.29.0',
      fix: 'take x v0.9.0',
    };
    const said = text({ changes: CHANGES, conflicts: [conflict] });
    expect(said).toContain('✘ conflict: x demands zap v1.29.0\n    fix: take x v0.9.0');
    expect(said).not.toMatch(/wr(?:ote|ite)/);
  });
});
