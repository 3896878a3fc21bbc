import { typedRelease } from './typed-release';

describe('typedRelease', () => {
  it.each([
    ['nx', 'g', 'nx-nakama:release', '3.40'],
    ['nx', 'g', 'nx-nakama:init', '--release=3.40'],
    ['nx', 'g', 'nx-nakama:init', '--release', '3.40', '--dryRun'],
  ])('is what stands on the command line, not the number', (...argv) => {
    expect(typedRelease(3.4, argv)).toBe('3.40');
    expect(typedRelease('3.40.0', argv)).toBe('3.40.0');
    expect(typedRelease(undefined, argv)).toBeUndefined();
  });

  it('is the number where it was not typed', () => {
    expect(typedRelease(3.37, ['node', 'script.js'])).toBe('3.37');
  });
});
