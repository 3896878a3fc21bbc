import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { nearMatch, parseJsonText } from './json-file';
import { InputError } from './problem';

const schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  additionalProperties: false,
  properties: {
    release: { type: 'string', minLength: 1, pattern: '^[a\\d]', description: 'Read.', examples: ['3.40.0'] },
    platforms: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { enum: ['linux/amd64', 'linux/arm64'] },
      examples: [['linux/amd64']],
    },
    options: {
      type: 'object',
      propertyNames: { type: 'string', pattern: '^[^A-Z]', examples: ['x'] },
      additionalProperties: { type: ['number', 'null'] },
    },
  },
  required: ['release'],
};

const parse = (text: string) => parseJsonText<{ release: string }>(text, 'nakama.json', schema);

function problemsOf(text: string): string[] {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof InputError) return error.message.split('\n').map((line) => line.trim());
    throw error;
  }
  return [];
}

describe('a JSON file', () => {
  it('is read with the place of each part', () => {
    const file = parse('{\r\n  "release": "3.40.0",\r\n  "platforms": [\r\n    "linux/arm64"]\r\n}');
    expect(file.value.release).toBe('3.40.0');
    expect(file.positionOf(['release'])).toEqual({ line: 2, column: 14 });
    expect(file.positionOf(['platforms', 0])).toEqual({ line: 4, column: 5 });
    expect(file.positionOf(['platforms', 7])).toEqual({ line: 3, column: 16 });
    expect(file.positionOf([])).toEqual({ line: 1, column: 1 });
  });

  it('may begin with a byte order mark of UTF-8', () => {
    expect(parse('\uFEFF{"release": "3.40.0"}').positionOf(['release'])).toEqual({ line: 1, column: 13 });
  });

  it.each([
    ['{"release": "3.40.0",}', 'nakama.json:1:22: this is not JSON (expected a key in double quotes'],
    ['{"release": 3.40.0}', 'nakama.json:1:1'],
    [
      '// note\n{"release": "3.40.0"}',
      'nakama.json:1:1: this is not JSON (expected no comments, found // note)',
    ],
    ["{'release': '3.40.0'}", 'nakama.json:1:2: this is not JSON'],
    [
      '{"release": "3.40.0"} {}',
      'nakama.json:1:23: this is not JSON (expected the end of the file, found {})',
    ],
    ['{"release": "3.40', 'nakama.json:1:13: this is not JSON (expected a closing double quote'],
    [' \n', 'nakama.json:2:1: the file is empty'],
    ['{"release": "a", "options": {"x": 1, "x": 2}}', 'nakama.json:1:38: the key "x" is given twice'],
    [
      '{"release": 3}',
      'nakama.json:1:13: "release" is of the wrong kind (expected a string such as "3.40.0", found 3)',
    ],
    [
      '{"release": "v3"}',
      'nakama.json:1:13: "release" is not of the right form (expected a string such as "3.40.0", found "v3")',
    ],
    [
      '{"release": ""}',
      'nakama.json:1:13: "release" is empty (expected a string such as "3.40.0", found "")',
    ],
    [
      '{"release": "a", "platforms": []}',
      'nakama.json:1:31: "platforms" is empty (expected a list such as ["linux/amd64"], found [])',
    ],
    [
      '{"release": "a", "platforms": ["linux/arm64", "linux/arm64"]}',
      'nakama.json:1:31: "platforms" has a value twice (found "linux/arm64")',
    ],
    [
      '{"release": "a", "options": {"X": 1}}',
      'nakama.json:1:30: the key "X" is not of the right form (expected a string such as "x")',
    ],
    [
      '{"release": "a", "options": {"x": true}}',
      '"options.x" is of the wrong kind (expected a number or null, found true)',
    ],
    ['{"platforms": []}', 'nakama.json:1:1: the file lacks "release"'],
    ['{"release": "a", "options": {"a/b~c": "x"}}', 'nakama.json:1:39: "options.a/b~c" is of the wrong kind'],
    ['{"release": "a", "__proto__": {}}', 'nakama.json:1:18: unknown key "__proto__"'],
  ])('with the text %j is refused where it is wrong', (text, message) => {
    expect(problemsOf(text)[0]).toContain(message);
  });

  it('is refused with all that is wrong at once, in order, with the nearest known word', () => {
    expect(problemsOf('{\n"relaese": "3.40.0",\n"platforms": ["linux/amd46"]\n}')).toEqual([
      'nakama.json:1:1: the file lacks "release"',
      'fix: add "release"',
      'nakama.json:2:1: unknown key "relaese" (expected "release")',
      'fix: rename it to "release"',
      'nakama.json:3:15: "platforms.0" has a value that is not known (expected one of linux/amd64, linux/arm64, found "linux/amd46")',
      'fix: use "linux/amd64"',
    ]);
  });
});

describe('the near match of a word', () => {
  it.each([
    ['Release', 'release'],
    ['platform', 'platforms'],
    ['zebra', undefined],
    ['', undefined],
  ])('is found: %j means %j', (word, near) => {
    expect(nearMatch(word, ['release', 'platforms'])).toBe(near);
  });
});

describe('the schemas of the package', () => {
  const folder = join(__dirname, '../../schema');

  it.each(readdirSync(folder))('%s is one itself', (name) => {
    const schema = JSON.parse(readFileSync(join(folder, name), 'utf8')) as object;
    const ajv = new Ajv({ strictRequired: false });
    expect([ajv.validateSchema(schema), ajv.errors]).toEqual([true, null]);
  });
});
