import { type Files, judge, pinned, removeWorkspaces } from '../testing/workspace';

afterEach(removeWorkspaces);

function verdictAt(path: string, more: Files = {}): readonly [string, string[]] {
  const files = pinned();
  const goMod = String(files['go.mod']).replace('example.com/arena', path);
  const { verdict, findings } = judge({ ...files, ...more, 'go.mod': goMod });
  return [verdict, findings.map(({ id }) => id)];
}

it('has to be there', () => {
  const { 'go.mod': goMod, ...files } = pinned();
  const without = judge({ ...files, 'go.mod': String(goMod).replace(/^module .*\n/, '') });
  expect(without.verdict).toBe('fails');
  expect(without.findings[0]).toMatchObject({
    id: 'module-path',
    fix: expect.stringMatching(/^go mod edit -module=/),
  });
});

// Go 1.26.5 refuses to build a plugin at each of them.
it.each([
  'plugin',
  'log',
  'fmt',
  'runtime',
  'database/sql',
  'arena',
  'cmd/go',
  'std',
  'all',
  'cmd',
  'work',
  'tool',
  'C',
  'example.com/a:b',
  'example.com/a.',
  'example.com/a/',
  '/abs',
  'com1',
  'example.com/COM1.x',
  '"exa mple"',
  'é',
  '-x',
  './a',
  '../a',
  'example.com/a~1',
  'example.com/a@b',
  'example.com/a!b',
  'example.com/a%b',
  'github.com/heroiclabs/nakama-common',
  'github.com/heroiclabs/nakama-common/runtime',
  'google.golang.org/protobuf',
  'google.golang.org/protobuf/proto',
])('Go does not build a plugin at %s', (path) => {
  expect(verdictAt(path)).toEqual(['fails', expect.arrayContaining(['module-path'])]);
});

// Nakama 3.40.0 refuses to open them: "plugin was built with a different version of package".
it.each(['main', 'go.uber.org/zap', 'github.com/heroiclabs/nakama/v3/server'])(
  'the server refuses %s',
  (path) => {
    expect(verdictAt(path)).toEqual(['fails', ['module-path']]);
  },
);

// Go 1.26.5 builds them and Nakama 3.40.0 opens them.
it.each([
  'game',
  'log/x',
  'plugin/arena',
  'std/x',
  'cmd/x',
  'internal',
  'database',
  'vendor',
  'example.com/.a',
  'example.com/a+b',
  'EXAMPLE.com/x',
  'example.com/x/v1',
  'gopkg.in/x',
  'google.golang.org',
  'golang.org/x/net',
  'go.uber.org/zap/x',
  'github.com/heroiclabs/nakama-common/runtime/x',
  'github.com/heroiclabs/nakama/v3',
  'github.com/heroiclabs/nakama/v3/x',
])('%s loads', (path) => {
  expect(verdictAt(path)).toEqual(['loads', []]);
});

it('counts the packages below the module, too', () => {
  const main = String(pinned()['main.go']).replace('"context"', '"context"\n\t_ "database/sql/driver/x"');
  expect(verdictAt('log', { 'main.go': main })[0]).toBe('fails');
});
