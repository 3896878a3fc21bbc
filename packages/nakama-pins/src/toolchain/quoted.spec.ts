import { splitQuoted } from './quoted';

// The cases of cmd/internal/quoted.
it.each([
  ['', []],
  [' gcc\t-m64 \n', ['gcc', '-m64']],
  [`"/opt/my tools/zig" cc '-target x'`, ['/opt/my tools/zig', 'cc', '-target x']],
  [`"it's" 'a "b"'`, ["it's", 'a "b"']],
  [`a"b c"d`, ['a"b', 'c"d']],
  [`''`, ['']],
  [`gcc "-I x`, undefined],
])('splits %j into words', (command, words) => {
  expect(splitQuoted(command)).toEqual(words);
});
