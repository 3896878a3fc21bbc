import { lines, plugin, repeat } from './workspace.mjs';

const json = (members) => `{"release":"3.40.0",${members}}`;
const oneALine = (n, part) => repeat(n, part, ',\n');

const MODULE = (i, more = '') =>
  `{"path":"example.com/m${i}","version":"v1.0.0","vendoredPackages":[${more}],"linkedPackages":[${more}]}`;

const release = (members) => `{"release":"3.40.0-x","extends":"3.40.0",${members}}`;
const ofRelease = (text) =>
  plugin({ 'nakama.json': '{"release":"3.40.0-x"}', 'nakama-releases/3.40.0-x.json': text });

const IMPORTS = (modules) => plugin({ 'nakama-imports.json': `{"version":1,"modules":[${modules}]}` });
const LISTED = (i, packages) =>
  `{"path":"example.com/m${i}","version":"v1.0.0","sum":"h1:${'A'.repeat(43)}=","packages":{${packages}}}`;

/** JSON files. */
export const JSON_INPUTS = [
  {
    name: 'nakama.json: unknown keys',
    n: 30_000,
    make: (n) => plugin({ 'nakama.json': json(oneALine(n, (i) => `"key${i}":1`)) }),
  },
  {
    name: 'nakama.json: unknown keys on one line',
    n: 30_000,
    make: (n) => plugin({ 'nakama.json': json(repeat(n, (i) => `"key${i}":1`, ',')) }),
  },
  {
    name: 'nakama.json: one key many times',
    n: 30_000,
    make: (n) => plugin({ 'nakama.json': json(oneALine(n, () => '"tags":[]')) }),
  },
  {
    name: 'nakama.json: bad items of a list',
    n: 30_000,
    make: (n) => plugin({ 'nakama.json': json(`"tags":[${oneALine(n, (i) => `"a b${i}"`)}]`) }),
  },
  {
    name: 'nakama.json: good items of a list',
    n: 30_000,
    make: (n) => plugin({ 'nakama.json': json(`"tags":[${oneALine(n, (i) => `"tag${i}"`)}]`) }),
  },
  {
    name: 'nakama.json: plugins that are opened',
    n: 10_000,
    make: (n) => plugin({ 'nakama.json': json(`"opens":[${oneALine(n, (i) => `"lib/p${i}.so"`)}]`) }),
  },
  {
    name: 'nakama.json: copies of images, and lines with images',
    n: 1_000,
    make: (n) =>
      plugin({
        'nakama.json': json(`"images":[${oneALine(n, (i) => `"ghcr.io/me/copy${i}"`)}]`),
        'deploy/all.yaml': lines(n, (i) => `- image: ghcr.io/me/copy${i}:3.40.0`),
      }),
  },
  {
    name: 'nakama.json: nested values',
    n: 1_000,
    make: (n) => plugin({ 'nakama.json': json(`"tags":${'['.repeat(n)}${']'.repeat(n)}`) }),
  },
  {
    name: 'nakama.json: line breaks before a fault',
    n: 500_000,
    make: (n) => plugin({ 'nakama.json': json(`${'\n'.repeat(n)}"key":1`) }),
  },
  {
    name: 'nakama-imports.json: modules',
    n: 10_000,
    make: (n) => IMPORTS(oneALine(n, (i) => LISTED(i, '".":["example.com/x"]'))),
  },
  {
    name: 'nakama-imports.json: bad constraints',
    n: 10_000,
    make: (n) => IMPORTS(oneALine(n, (i) => LISTED(i, '".":[{"path":"example.com/x","if":"a b"}]'))),
  },
  {
    name: 'nakama-imports.json: bad constraints of one module',
    n: 10_000,
    make: (n) =>
      IMPORTS(
        LISTED(
          0,
          oneALine(n, (i) => `"p${i}":[{"path":"example.com/x","if":"a b"}]`),
        ),
      ),
  },
  {
    name: 'release file: modules',
    n: 10_000,
    make: (n) => ofRelease(release(`"modules":[${oneALine(n, (i) => MODULE(i))}]`)),
  },
  {
    name: 'release file: one module many times',
    n: 10_000,
    make: (n) => ofRelease(release(`"modules":[${oneALine(n, () => MODULE(0))}]`)),
  },
  {
    name: 'release file: packages of a module',
    n: 10_000,
    make: (n) =>
      ofRelease(
        release(
          `"modules":[${MODULE(
            0,
            oneALine(n, (i) => `"example.com/m0/p${i}"`),
          )}]`,
        ),
      ),
  },
  {
    name: 'release file: packages of another module',
    n: 10_000,
    make: (n) =>
      ofRelease(
        release(
          `"modules":[${MODULE(
            0,
            oneALine(n, (i) => `"example.com/x/p${i}"`),
          )}]`,
        ),
      ),
  },
  {
    name: 'release file: published files',
    n: 10_000,
    make: (n) =>
      ofRelease(
        release(
          `"modules":[${oneALine(n, (i) => MODULE(i))}],"publishedFiles":{${oneALine(n, (i) => `"example.com/m${i}@v1.0.0":{}`)}}`,
        ),
      ),
  },
  {
    name: 'release file: published files of no module',
    n: 10_000,
    make: (n) =>
      ofRelease(release(`"publishedFiles":{${oneALine(n, (i) => `"example.com/x${i}@v1.0.0":{}`)}}`)),
  },
  {
    name: 'release files',
    n: 200,
    make: (n) => ({
      ...plugin({ 'nakama.json': '{"release":"3.40.0-x"}' }),
      'nakama-releases/3.40.0-x.json': '{"release":"3.40.0-x","extends":"3.40.0"}',
      ...Object.fromEntries(
        Array.from({ length: n }, (_, i) => [
          `nakama-releases/3.40.0-x.${i}.json`,
          `{"release":"3.40.0-x.${i}","extends":"3.40.0"}`,
        ]),
      ),
    }),
    args: ['releases'],
  },
  {
    name: 'release files that extend each other',
    n: 250,
    make: (n) => ({
      ...plugin({ 'nakama.json': `{"release":"3.40.0-x.${n - 1}"}` }),
      ...Object.fromEntries(
        Array.from({ length: n }, (_, i) => [
          `nakama-releases/3.40.0-x.${i}.json`,
          `{"release":"3.40.0-x.${i}","extends":"${i ? `3.40.0-x.${i - 1}` : '3.40.0'}"}`,
        ]),
      ),
    }),
  },
  {
    name: 'release file: modules, checked',
    n: 10_000,
    make: (n) => ofRelease(release(`"modules":[${oneALine(n, (i) => MODULE(i))}]`)),
    args: ['releases', 'check'],
  },
];
