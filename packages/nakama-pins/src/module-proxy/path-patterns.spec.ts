import { matchesPrefix } from './path-patterns';

// https://go.dev/ref/mod#private-modules, and the cases of golang.org/x/mod/module
it.each([
  ['*.corp.example,github.com/acme', 'git.corp.example/x/y', true],
  ['*.corp.example,github.com/acme', 'github.com/acme/lib', true],
  ['github.com/acme', 'github.com/acmeister/lib', false],
  ['github.com/acme/', 'github.com/acme', true],
  ['github.com/*/lib', 'github.com/acme/lib/v2', true],
  ['github.com/*', 'github.com', false],
  ['*', 'anything.example/x', true],
  ['git?.example', 'git1.example/x', true],
  ['git[0-9].example', 'git7.example/x', true],
  ['git[^0-9].example', 'git7.example/x', false],
  ['git\\*.example', 'git1.example', false],
  ['gi+.example', 'gii.example', false],
  ['git[.example', 'git[.example', false],
  [',', 'git.example', false],
  ['', 'git.example', false],
])('says whether the pattern %j matches the module %s: %s', (patterns, path, expected) => {
  expect(matchesPrefix(patterns, path)).toBe(expected);
});
