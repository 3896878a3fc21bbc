import { chmodSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { removeWorkspaces, workspace } from '../testing/workspace';
import { lockFolder } from './lock-folder';
import { cacheFolder, userCache } from './user-cache';

afterAll(removeWorkspaces);

const describeOnPosix = process.platform === 'win32' ? describe.skip : describe;

describeOnPosix('the cache of the user', () => {
  it.each([
    ['linux', { HOME: '/home/u' }, '/home/u/.cache/nakama-pins'],
    ['linux', { HOME: '/home/u', XDG_CACHE_HOME: '/c' }, '/c/nakama-pins'],
    ['linux', { HOME: '/home/u', XDG_CACHE_HOME: 'relative' }, '/home/u/.cache/nakama-pins'],
    ['darwin', { HOME: '/Users/u', XDG_CACHE_HOME: '/c' }, '/Users/u/Library/Caches/nakama-pins'],
    ['linux', { HOME: '/home/u', NAKAMA_PINS_CACHE: '/big/disk' }, '/big/disk'],
  ] as const)('on %s with %j is %s', (platform, env, folder) => {
    expect(userCache(env, platform)).toBe(folder);
  });
});

describeOnPosix('a folder in the cache of the user', () => {
  it('is made for this user alone, with those above it', () => {
    const home = workspace({ keep: '' });
    const folder = cacheFolder({ XDG_CACHE_HOME: join(home, 'caches'), HOME: home }, 'servers', '3.40.0');
    const above = [folder, dirname(folder), join(home, 'caches/nakama-pins'), join(home, 'caches')];
    if (process.platform === 'linux')
      expect(above.map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o700, 0o700, 0o700]);
  });

  it('that can not be written is named, and the variable that moves it', () => {
    const make = (): string => cacheFolder({ NAKAMA_PINS_CACHE: '/dev/null/x' }, 'servers');
    expect(make).toThrow(
      "/dev/null/x/servers: this folder of the user's cache can't be written: ENOTDIR\n  fix: set NAKAMA_PINS_CACHE",
    );
  });
});

describeOnPosix('the folder of locks', () => {
  it('is in the cache of the user', () => {
    const cache = workspace({ keep: '' });
    expect(lockFolder({ NAKAMA_PINS_CACHE: cache })).toBe(join(cache, 'locks'));
  });

  it('is one for temporary files where the cache can not be written, if it is of this user alone', () => {
    const temporary = workspace({ keep: '' });
    const lock = (): string => lockFolder({ NAKAMA_PINS_CACHE: '/dev/null/x' }, temporary);
    const folder = lock();
    expect(dirname(folder)).toBe(temporary);
    expect(lock()).toBe(folder);
    chmodSync(folder, 0o777);
    expect(lock).toThrow('not of this user alone');
    rmSync(folder, { recursive: true });
    symlinkSync(workspace({ keep: '' }), folder);
    expect(lock).toThrow('not of this user alone');
  });
});
