import pc from 'picocolors';
import { printable, printableName } from './printable';

it('leaves our own words, colours and links as they are', () => {
  const color = pc.createColors(true);
  const link =
    '\u001b]8;;https://github.com/nx-nakama/nx-nakama/blob/main/docs/findings/go-sum.md\u0007go-sum\u001b]8;;\u0007';
  for (const text of [
    '✔ plugins/arena loads\n\tünï😀 ::a b::c C++::x',
    color.red('✘') + color.bold('a') + color.dim(link) + color.cyan('fix:'),
  ])
    expect(printable(text)).toBe(text);
});

it.each([
  ['\u001b[2J\u001b[8mhidden', '\\x1b[2J\\x1b[8mhidden'],
  ['\u001b]0;title\u0007', '\\x1b]0;title\\x07'],
  ['\u001b]8;;https://evil.example\u0007x', '\\x1b]8;;https://evil.example\\x07x'],
  ['a\rb', 'a\\rb'],
  ['line\r\nline', 'line\nline'],
  ['\u009b31m', '\\x9b31m'],
  ['abc\u202egnp.exe', 'abc\\u202egnp.exe'],
  ['::error file=a::b', '\\x3a:error file=a::b'],
  ['ok\n  ::set-output name=x::y', 'ok\n  \\x3a:set-output name=x::y'],
  ['##[error]x', '\\x23#[error]x'],
  ['##vso[task.setvariable]x', '\\x23#vso[task.setvariable]x'],
])('lets nobody act on %j', (text, shown) => {
  expect(printable(text)).toBe(shown);
  expect(printable(printable(text))).toBe(shown);
});

it('keeps a name in its line', () => {
  expect(printableName('two\nlines')).toBe('two\\nlines');
});
