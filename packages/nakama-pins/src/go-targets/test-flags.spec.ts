import { goTestArguments, refuseTestOptions } from './test-flags';

describe('go test', () => {
  it('tests all packages of the module unless told otherwise', () => {
    expect(goTestArguments({}, '-mod=readonly', undefined)).toEqual(['test', '-mod=readonly', './...']);
  });

  it('gets each option as a flag, packages last', () => {
    const options = {
      packages: ['./a', './b'],
      tags: ['x', 'y'],
      run: 'A|B c',
      race: true,
      cover: true,
      count: 0,
      timeout: '1m',
      verbose: true,
      flags: ['-shuffle=on'],
    };
    expect(goTestArguments(options, '-mod=vendor', '/tmp/p')).toEqual(
      [
        ['test', '-mod=vendor', '-tags=x,y', '-run=A|B c', '-race', '-cover', '-coverprofile=/tmp/p'],
        ['-count=0', '-timeout=1m', '-v', '-shuffle=on', './a', './b'],
      ].flat(),
    );
  });

  it.each([
    [{ flags: ['-shuffle=on', '-test.benchtime=1x'] }, undefined],
    [{ coverProfile: 'coverage/./arena.out' }, undefined],
    [{ flags: ['-C=..'] }, "can't be run with -C=.."],
    [{ flags: ['-test.coverprofile=x'] }, 'option coverProfile'],
    [{ flags: ['-args'] }, "can't be run with -args"],
    [{ flags: ['./inner'] }, 'is not a flag'],
    [{ packages: ['-exec=x'] }, 'is not a package'],
    [{ coverProfile: 'a/../../x' }, 'is not a file in the workspace'],
    [{ coverProfile: '/x' }, 'is not a file in the workspace'],
    [{ coverProfile: 'C:\\x' }, 'is not a file in the workspace'],
    [{ coverProfile: 'coverage/' }, 'is not a file in the workspace'],
  ])('%j: %s', (options, message) => {
    const refuse = (): void => refuseTestOptions(options, 'go.mod');
    if (message === undefined) expect(refuse).not.toThrow();
    else expect(refuse).toThrow(message);
  });
});
