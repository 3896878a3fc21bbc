import { parseDotEnv } from './dot-env';

describe('parseDotEnv', () => {
  it('reads what Compose reads', () => {
    const text = `\uFEFF# release
NAKAMA=3.40.0
export GO=1.26.5 # the server's
IMAGE="heroiclabs/nakama:\${NAKAMA}"
LITERAL='$NAKAMA'
HASH=a#b
COLON: 5
SPACED = x y \r
EMPTY=
MISSING=a\${NOT_SET}b
not an assignment
NAKAMA=3.39.0
__proto__=1
`;
    const values = Object.entries(parseDotEnv(text, '.env'));
    expect(values.map(([name, { value }]) => [name, value])).toEqual([
      ['NAKAMA', '3.39.0'],
      ['GO', '1.26.5'],
      ['IMAGE', 'heroiclabs/nakama:3.40.0'],
      ['LITERAL', '$NAKAMA'],
      ['HASH', 'a#b'],
      ['COLON', '5'],
      ['SPACED', 'x y'],
      ['EMPTY', ''],
      ['MISSING', 'ab'],
      ['__proto__', '1'],
    ]);
  });
});
