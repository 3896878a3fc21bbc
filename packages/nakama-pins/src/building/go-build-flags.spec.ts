import { goBuildFlags, refusedFlags } from './go-build-flags';

const refused = (flags: Parameters<typeof refusedFlags>[0], isDebug = false) =>
  refusedFlags(flags, isDebug).map(({ flag }) => flag);

// What was tried with real servers: instrumented, inlined or tagged packages are other packages.
it.each([
  '-race',
  '--race=true',
  '-msan',
  '-asan',
  '-trimpath=false',
  '-gcflags=all=-N -l',
  "-gcflags='all=-l'",
  '-gcflags=std=-l',
  '-gcflags=example.com/...=-N',
  '-asmflags=all=-D=x',
  '-pgo=auto',
  '-pgo=cpu.pprof',
  '-coverpkg=./...',
])('%s is refused, but for a debug server', (flag) => {
  expect(refused({ flags: [flag] })).toEqual([flag]);
  expect(refused({ flags: [flag] }, true)).toEqual([]);
});

it.each([
  '-o=x.so',
  '-buildmode=exe',
  '-mod=mod',
  '-tags=x',
  '-ldflags=-w',
  '-buildvcs',
  '-C=..',
  'race',
  '-',
])('%s is settled by the build, for every server', (flag) => {
  expect(refused({ flags: [flag] }, true)).toEqual([flag]);
});

it.each([
  '-v',
  '-race=false',
  '-trimpath',
  '-gcflags=-N -l',
  '-gcflags=',
  '-pgo=off',
  '-cover',
  '-p=2',
  '-x',
])('%s is passed on', (flag) => {
  expect(refused({ flags: [flag] })).toEqual([]);
});

it('asks each Go only for flags that it knows', () => {
  const common = ['-buildmode=plugin', '-trimpath'];
  expect(goBuildFlags({}, '1.26.5', false)).toEqual([
    ...common,
    '-buildvcs=false',
    '-pgo=off',
    '-mod=readonly',
    '-ldflags=-buildid= -s -w',
  ]);
  expect(goBuildFlags({}, '1.20.6', true)).toEqual([
    ...common,
    '-buildvcs=false',
    '-mod=vendor',
    '-ldflags=-buildid= -s -w',
  ]);
  expect(goBuildFlags({ tags: ['a', 'b'], ldflags: '', flags: ['-v'] }, '1.15.6', false)).toEqual([
    ...common,
    '-mod=readonly',
    '-tags=a,b',
    '-ldflags=-buildid=',
    '-v',
  ]);
});
