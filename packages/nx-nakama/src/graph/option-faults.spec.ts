import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { combineOptionsForExecutor } from 'nx/src/devkit-internals';
import { optionFaults, type OptionsSchema } from './option-faults';

const EXECUTORS = join(__dirname, '../executors');

const schemas = readdirSync(EXECUTORS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .filter((name) => readdirSync(join(EXECUTORS, name)).includes('schema.json'));

function schemaOf(name: string): OptionsSchema {
  return JSON.parse(readFileSync(join(EXECUTORS, name, 'schema.json'), 'utf8')) as OptionsSchema;
}

/** What is said of options as Nx hands them over: from the command line, and from the target. */
function said(name: string, given: Record<string, unknown>, ofTarget: object = {}): string[] {
  const schema = schemaOf(name);
  const target = { options: ofTarget };
  const options = combineOptionsForExecutor(given as never, '', target, schema as never, null, '.') as object;
  return optionFaults(`nx-nakama:${name}`, schema, { ...options });
}

describe.each(schemas)('the options of %s', (name) => {
  it('that have another name are named, with the one that is meant', () => {
    expect(said(name, { relese: '3.39.0' })).toEqual([
      expect.stringMatching(
        new RegExp(`^nx-nakama:${name} has no option "relese"\n {2}fix: write "release"; all are .*release`),
      ),
    ]);
    for (const unknown of ['xyz', 'toString', 'constructor'])
      expect(said(name, {}, { [unknown]: 1 })).toEqual([
        expect.stringMatching(new RegExp(`has no option "${unknown}"\\n {2}fix: use one of .*release`)),
      ]);
    expect(said(name, { _: ['3.39.0'] })).toEqual([expect.stringContaining('takes no further argument')]);
  });

  it('pass where they are right', () => {
    expect(said(name, {})).toEqual([]);
    expect(said(name, { release: '3.39' })).toEqual([]);
  });

  it('are of one kind each: Nx lets any value pass', () => {
    for (const [option, schema] of Object.entries(schemaOf(name).properties)) {
      expect([option, schema]).toEqual([
        option,
        expect.objectContaining({ anyOf: [{ $ref: '#/definitions/any' }] }),
      ]);
      if (schema.type !== undefined) expect(said(name, {}, { [option]: { a: 1 } })).toHaveLength(1);
    }
  });
});

it.each<[string, Record<string, unknown>, string]>([
  [
    'verify-pins',
    { proof: 'compild' },
    'the option "proof" of nx-nakama:verify-pins must be declared or compiled, found "compild"\n  fix: write --proof=compiled',
  ],
  [
    'verify-load',
    { server: 'remote' },
    'the option "server" of nx-nakama:verify-load must be auto or binary or docker or module, found "remote"\n  fix: write one of auto, binary, docker, module',
  ],
  [
    'test',
    { race: 'maybe' },
    'the option "race" of nx-nakama:test must be true or false, found "maybe"\n  fix: write --race or --race=false',
  ],
  [
    'test',
    { count: 'x' },
    'the option "count" of nx-nakama:test must be a whole number, found "x"\n  fix: write --count=1',
  ],
  [
    'test',
    { count: '-1' },
    'the option "count" of nx-nakama:test must be 0 or more, found -1\n  fix: write --count=0',
  ],
  [
    'build',
    { platforms: 'linux-arm64' },
    'the option "platforms" of nx-nakama:build has "linux-arm64", which is not of the form ^[a-z0-9]+/[a-z0-9]+$\n  fix: write it in that form',
  ],
])('%s with %j says what is wrong', (name, given, message) => {
  expect(said(name, given)).toEqual([message]);
});

it.each<[string, Record<string, unknown>]>([
  ['test', { race: 'true', count: '2', tags: 'a,b', run: '5' }],
  ['lint', { 'golangci-lint': 'false' }],
  ['lint', { golangciLint: 'bin/golangci-lint' }],
  ['build', { platforms: 'linux/arm64,linux/amd64' }],
])('%s takes %j', (name, given) => {
  expect(said(name, given)).toEqual([]);
});
