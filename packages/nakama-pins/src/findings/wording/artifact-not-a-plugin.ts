import { defineFinding, STAYS } from '../define-finding';

/** What a file is instead of a plugin. */
export type NotAPlugin =
  | 'object file'
  | 'Go program'
  | 'program'
  | 'other library'
  | 'Go library without a plugin table'
  | { readonly buildMode: string };

const NAMES = {
  'object file': 'an object file',
  'Go program': 'a Go program',
  program: 'a program',
  'other library': 'a shared library that Go did not build',
  'Go library without a plugin table': 'a Go library without a plugin table',
} as const;

export const artifactNotAPlugin = defineFinding({
  title: 'The file is not a Go plugin',
  about: 'file',
  byCheck: false,
  settledBy: STAYS,
  words: ({ found, isProgram }: { readonly found: NotAPlugin; readonly isProgram: boolean }) => {
    const name =
      typeof found === 'string' ? NAMES[found] : `a Go library built with -buildmode=${found.buildMode}`;
    const effect = isProgram
      ? 'dlopen refuses a program'
      : 'the server dies with "runtime: no plugin module data"';
    return {
      expected: 'a Go plugin',
      actual: name,
      message: `this file is not a Go plugin but ${name}: ${effect}`,
      fix: 'build it with go build -buildmode=plugin -trimpath',
    };
  },
});
