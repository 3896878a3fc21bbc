import { readRefusal } from './server-log';

const log = (entry: object): string => `${JSON.stringify({ level: 'error', ts: 'now', ...entry })}\n`;

const opened = (error: string): string =>
  log({ msg: 'Could not open Go module', path: '/modules/arena.so', error });

// Words of Nakama 3.40.0 and glibc 2.36, as printed; what else real servers say is in loading/truth-table.spec.ts.
it.each([
  [
    'other-package',
    'go.uber.org/multierr',
    opened('plugin.Open("arena"): plugin was built with a different version of package go.uber.org/multierr'),
  ],
  ['already-loaded', undefined, opened('plugin.Open("arena"): plugin already loaded')],
  [
    'no-init-module',
    undefined,
    log({ level: 'fatal', msg: 'Error looking up InitModule function in Go module' }),
  ],
  [
    'other-signature',
    undefined,
    log({ level: 'fatal', msg: 'Error reading InitModule function in Go module' }),
  ],
  ['not-a-plugin', undefined, 'fatal error: runtime: no plugin module data\n\ngoroutine 1 [running]:\n'],
  ['glibc', 'GLIBC_2.38', opened("/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found")],
  ['musl', '/libc.so', opened('/lib/x86_64-linux-gnu/libc.so: invalid ELF header')],
  ['no-shared-object', undefined, opened('/modules/arena.so: wrong ELF class: ELFCLASS32')],
  ['missing-library', 'libsodium.so.23', opened('libsodium.so.23: cannot open shared object file')],
  ['cut-off', undefined, opened('/modules/arena.so: file too short')],
  ['cut-off', undefined, 'SIGBUS: bus error\nPC=0x7f9b27921932 m=0 sigcode=2\n'],
  ['crash', undefined, 'panic: assignment to entry in nil map\n\ngoroutine 1 [running]:\n'],
  ['other', undefined, log({ msg: 'Something new' })],
])('tells %s (%s) from the words of the server', (reason, named, stderr) => {
  const refusal = readRefusal({ code: 1, stdout: '', stderr });
  expect([refusal?.reason, refusal?.package ?? refusal?.library]).toEqual([reason, named]);
  expect(refusal?.says).not.toContain('\n');
});

it('passes over what is no error, and lines that are no log', () => {
  const stderr = `${log({ level: 'warn', msg: 'old config' })}{ broken\n${opened('plugin already loaded')}`;
  expect(readRefusal({ code: 1, stdout: '', stderr })).toMatchObject({
    plugin: '/modules/arena.so',
    says: 'Could not open Go module: plugin already loaded',
  });
});

it('names the signal or the code of a server that says nothing', () => {
  expect(readRefusal({ code: null, killedBy: 'SIGKILL', stdout: '', stderr: '' })?.says).toBe('SIGKILL');
  expect(readRefusal({ code: 3, stdout: '', stderr: '' })?.says).toBe('exit code 3');
  expect(readRefusal({ code: 0, stdout: '', stderr: '' })).toBeUndefined();
});
