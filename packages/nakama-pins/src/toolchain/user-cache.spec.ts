import { userCache } from './user-cache';

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
