import { editNakamaJson } from './edit-nakama-json';

const SCHEMA = './node_modules/nakama-pins/schema/nakama.schema.json';

describe('editNakamaJson', () => {
  it.each([
    [
      'sets what is there, leaving the rest as it stands',
      '{\n    "release" : "3.39.0",\n\n    "platforms": [ "linux/amd64" ]\n}\n',
      '{\n    "release" : "3.40.0",\n\n    "platforms": [ "linux/amd64" ]\n}\n',
    ],
    [
      'adds a key in the indentation of the others',
      '{\n\t"platforms": ["linux/amd64"]\n}\n',
      '{\n\t"release": "3.40.0",\n\t"platforms": ["linux/amd64"]\n}\n',
    ],
    [
      'adds a key below $schema',
      '{\n  "$schema": "x",\n  "platforms": ["linux/amd64"]\n}\n',
      '{\n  "$schema": "x",\n  "release": "3.40.0",\n  "platforms": ["linux/amd64"]\n}\n',
    ],
    ['keeps CRLF', '{\r\n  "release": "3.39.0"\r\n}\r\n', '{\r\n  "release": "3.40.0"\r\n}\r\n'],
    ['changes nothing that is so already', '{ "release":"3.40.0" }', '{ "release":"3.40.0" }'],
  ])('%s', (_, text, expected) => {
    expect(editNakamaJson(text, { release: '3.40.0' })).toBe(expected);
  });

  it('puts $schema first', () => {
    const edited = editNakamaJson('{\n  "release": "3.40.0"\n}\n', { $schema: SCHEMA });
    expect(edited).toBe(`{\n  "$schema": "${SCHEMA}",\n  "release": "3.40.0"\n}\n`);
    expect(editNakamaJson(edited, { $schema: SCHEMA })).toBe(edited);
    expect(JSON.parse(editNakamaJson('{}', { $schema: SCHEMA }))).toEqual({ $schema: SCHEMA });
  });
});
