import { join } from 'node:path';
import { describeWithGo } from '../testing/go';
import { removeWorkspaces, workspace } from '../testing/workspace';
import { findGo, runGo } from '../toolchain/go-command';
import { goEnvFile, goSettings } from './go-settings';

afterAll(removeWorkspaces);

it.each([
  ['linux', { HOME: '/home/u' }, '/home/u/.config/go/env'],
  ['linux', { HOME: '/home/u', XDG_CONFIG_HOME: '/c' }, '/c/go/env'],
  ['darwin', { HOME: '/Users/u' }, '/Users/u/Library/Application Support/go/env'],
  ['linux', { GOENV: '/elsewhere' }, '/elsewhere'],
  ['linux', { GOENV: 'off' }, undefined],
] as const)('on %s with %j go env -w writes to %s', (platform, env, file) => {
  expect(goEnvFile(env, platform)).toBe(file);
});

it('finds no setting where the file of go env is not there', () => {
  expect(goSettings({ GOENV: '/nowhere/env' })('GOPROXY')).toBe('');
});

describeWithGo('what go env -w wrote', () => {
  it('is read as go reads it, and variables override it', async () => {
    const home = workspace({ keep: '' });
    const go = findGo(process.env) ?? '';
    const env = { PATH: process.env['PATH'], HOME: home, GOTOOLCHAIN: 'local', GONOSUMDB: 'from.variable' };
    const run = (...args: string[]) => runGo({ go, args: ['env', ...args], cwd: home, env });
    await run('-w', 'GOPROXY=https://a.example|off', 'GOPRIVATE=x,y', 'GOSUMDB=off');
    // If a variable overrides the setting, go warns but writes it.
    await run('-w', 'GONOSUMDB=from.file');
    const names = ['GOENV', 'GOPROXY', 'GOPRIVATE', 'GOSUMDB', 'GONOSUMDB'] as const;
    const { stdout } = await run(...names);
    const [file, ...values] = stdout.trim().split('\n');
    expect(goEnvFile(env)).toBe(file);
    expect(names.slice(1).map((name) => goSettings(env)(name))).toEqual(values);
    expect(file).toBe(
      join(home, process.platform === 'darwin' ? 'Library/Application Support' : '.config', 'go/env'),
    );
  });
});
