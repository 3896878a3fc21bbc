import { execFileSync } from 'node:child_process';
import { shellWord } from './shell-word';

const unix = process.platform === 'win32' ? it.skip : it;

unix.each([
  'plugins/arena',
  'my plugins/arena',
  'x$(touch pwned)',
  'x`touch pwned`',
  'a"b',
  "it's",
  "it's $HOME",
  'a\\b',
  'a!b',
  'a;b',
  'a&b|c',
  '*',
  '~',
])('%s is one word of sh', (path) => {
  expect(execFileSync('sh', ['-c', `printf %s ${shellWord(path)}`], { encoding: 'utf8' })).toBe(path);
});
