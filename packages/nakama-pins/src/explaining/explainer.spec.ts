import { openCatalog } from '../releases/catalog';
import { Explainer } from './explainer';
import type { Explanation } from './explanation';

function explain(...lines: string[]): Explanation[] {
  const explainer = new Explainer(openCatalog());
  for (const line of lines) explainer.read(line);
  return explainer.explanations;
}

/** The three logs of Nakama's own page on common errors (heroiclabs.com/docs, Go runtime). */
const DOCUMENTED = [
  '{"level":"error","ts":"2021-12-07T14:36:36.930Z","caller":"server/runtime_go.go:1910","msg":"Could not open Go module","path":"/nakama/data/modules/backend.so","error":"plugin.Open(\\"/nakama/data/modules/backend\\"): plugin was built with a different version of package github.com/heroiclabs/nakama-common/api"}',
  '{"level":"error","ts":"2021-12-07T14:36:36.930Z","caller":"server/runtime_go.go:1910","msg":"Could not open Go module","path":"/nakama/data/modules/backend.so","error":"plugin.Open(\\"/nakama/data/modules/backend\\"): plugin was built with a different version of package internal/cpu"}',
  '{"level":"fatal","ts":"2021-12-07T14:36:36.930Z","caller":"main.go:146","msg":"Failed initializing runtime modules","error":"plugin.Open(\\"/nakama/data/modules/backend\\"): plugin was built with a different version of package google.golang.org/protobuf/internal/errors"}',
];

it('explains what the documentation shows', () => {
  const explained = explain(...DOCUMENTED);
  expect(explained.map(({ reason, module, plugin }) => [reason, module, plugin])).toEqual([
    ['other-package', 'github.com/heroiclabs/nakama-common', '/nakama/data/modules/backend'],
    ['other-package', undefined, '/nakama/data/modules/backend'],
    ['other-package', 'google.golang.org/protobuf', '/nakama/data/modules/backend'],
  ]);
  expect(explained[1]?.means).toContain('another Go');
  expect(explained[0]?.means).toContain('Nakama 3.40.0 links v1.47.0');
});

const ERROR = 'plugin was built with a different version of package golang.org/x/sys/unix';
const JSON_LINE = JSON.stringify({
  level: 'error',
  msg: 'Could not open Go module',
  path: '/m/arena.so',
  error: ERROR,
});

it.each([
  ['a bare error', ERROR],
  ['JSON', JSON_LINE],
  ['docker compose', `nakama-1  | ${JSON_LINE}`],
  ['docker logs -t', `2026-11-29T12:30:45.840123456Z ${JSON_LINE}`],
  ['docker compose logs -t', `nakama-1  | 2026-11-29T12:30:45.840123456Z ${JSON_LINE}`],
  ['kubectl logs --prefix', `[pod/nakama-0/nakama] ${JSON_LINE}`],
  ['containerd', `2026-11-29T12:30:45.840123456Z stderr F ${JSON_LINE}`],
  ['journald', `Nov 29 12:30:45 host-1 nakama[4711]: ${JSON_LINE}`],
  ['stern', `nakama-0 nakama ${JSON_LINE}`],
  ['colours', `\u001b[36mnakama-1  |\u001b[0m ${JSON_LINE}`],
  [
    'Stackdriver',
    JSON.stringify({
      severity: 'ERROR',
      message: 'Could not open Go module',
      path: '/m/arena.so',
      error: ERROR,
    }),
  ],
  [
    'the console format',
    `2026-11-29T12:30:45.840Z\tERROR\tserver/runtime_go.go:2723\tCould not open Go module\t{"path": "/m/arena.so", "error": "${ERROR}"}`,
  ],
  ['a line of Windows', `${JSON_LINE}\r`],
])('reads %s', (_, line) => {
  const [explanation, ...others] = explain('Starting', line, 'done');
  expect(others).toEqual([]);
  expect(explanation).toMatchObject({
    reason: 'other-package',
    line: 2,
    count: 1,
    module: 'golang.org/x/sys',
  });
});

it('says once what the server says as it passes an error on', () => {
  const error = { error: `plugin.Open("arena"): ${ERROR}` };
  const explained = explain(
    JSON.stringify({ level: 'error', msg: 'Could not open Go module', path: '/m/arena.so', ...error }),
    JSON.stringify({ level: 'error', msg: 'Error initialising Go runtime provider', ...error }),
    JSON.stringify({ level: 'fatal', msg: 'Failed initializing runtime modules', ...error }),
  );
  expect(explained).toMatchObject([{ line: 1, count: 3 }]);
});

it.each([
  ['glibc', "/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found (required by /m/arena.so)"],
  ['musl', 'libc.musl-x86_64.so.1: cannot open shared object file: No such file or directory'],
  ['no-shared-object', 'plugin.Open("/m/arena"): /m/arena.so: invalid ELF header'],
  [
    'missing-library',
    'plugin.Open("arena"): /m/arena.so: cannot open shared object file: No such file or directory',
  ],
  ['cut-off', 'plugin.Open("/m/arena"): /m/arena.so: file too short'],
  ['already-loaded', 'plugin.Open("/m/b"): plugin already loaded'],
  [
    'no-init-module',
    '{"level":"fatal","msg":"Error looking up InitModule function in Go module","name":"arena"}',
  ],
  [
    'other-signature',
    '{"level":"fatal","msg":"Error reading InitModule function in Go module","name":"arena"}',
  ],
  ['not-a-plugin', 'fatal error: runtime: no plugin module data'],
  [
    'init-error',
    '{"level":"fatal","msg":"Error returned by InitModule function in Go module","name":"arena","error":"no such table: scores"}',
  ],
  [
    'opened-by-plugin',
    `{"level":"fatal","msg":"Error returned by InitModule function in Go module","name":"arena","error":"plugin.Open(\\"hiro\\"): ${ERROR}"}`,
  ],
  ['no-builder-package', 'main.go:9:2: no required module provides package github.com/acme/x; to add it:'],
  ['no-builder-package', 'main.go:4:2: package cmp is not in std (/usr/local/go/src/cmp)'],
  ['crash', 'panic: runtime error: index out of range [3] with length 2'],
])('tells %s', (reason, line) => {
  const [explanation] = explain(line);
  expect(explanation?.reason).toBe(reason);
  expect(explanation?.fix).not.toBe('');
});

it.each([
  ['panic: runtime error: index out of range [3] with length 2', /whether code of a plugin is to blame/],
  ['fatal error: concurrent map writes', /whether code of a plugin is to blame/],
  ['plugin.Open("a"): /a.so: cannot open shared object file: Permission denied', /may not read/],
  [
    'plugin.Open("/m/a"): libfoo.so.1: cannot open shared object file: No such file or directory',
    /needs this C library/,
  ],
])('says of %s no more than is known', (line, means) => {
  expect(explain(line)[0]?.means).toMatch(means);
});

it('passes over what is no error, and makes no cause up', () => {
  expect(
    explain(
      'Starting Nakama',
      '{"level":"info","msg":"Startup done"}',
      `{"level":"debug","msg":"${ERROR}"}`,
      '{"level":"error","msg":"Failed to connect to database","error":"dial tcp: connection refused"}',
      '{ broken',
      '\u0000\u0001\ufffd',
      'the panic button was pressed',
    ),
  ).toEqual([]);
});

it('holds a bounded number of causes', () => {
  const lines = Array.from(
    { length: 5000 },
    (_, i) =>
      `different version of package x: plugin was built with a different version of package example.com/p${i}`,
  );
  expect(explain(...lines)).toHaveLength(100);
});
