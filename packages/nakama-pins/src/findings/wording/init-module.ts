import { INIT_MODULE_SIGNATURE } from '../../workspace/init-module-declarations';
import { defineFinding } from '../define-finding';

/** What is wrong with the function that the server looks up. */
export type InitModuleFault =
  | { readonly kind: 'nowhere' }
  | {
      readonly kind: 'other package';
      readonly package: string;
      readonly file: string;
      /** There is a package main, which can call it by this package. */
      readonly callFrom: { readonly importPath: string; readonly packageName: string } | undefined;
    }
  /** Its file is not compiled; `tags`: these would change that. */
  | { readonly kind: 'left out'; readonly file: string; readonly tags: readonly string[] | undefined }
  /** The types have the right names and come from another package. */
  | {
      readonly kind: 'other types';
      readonly path: string;
      readonly wanted: string;
      readonly file: string;
      readonly line: number;
    }
  | { readonly kind: 'signature'; readonly differences: readonly string[] }
  /** Of built files. */
  | { readonly kind: 'pluginpath flag' }
  | { readonly kind: 'not exported'; readonly path: string }
  | { readonly kind: 'variable'; readonly path: string }
  | { readonly kind: 'other type'; readonly path: string };

const NOT_FOUND = 'the server stops with "Error looking up InitModule function in Go module"';
const NOT_READ = 'the server stops with "Error reading InitModule function in Go module"';

export const initModule = defineFinding({
  title: 'InitModule is missing or has another signature',
  about: 'file',
  byCheck: true,
  settledBy: { compiling: 'leaves', pinning: false, building: 'repeats' },
  words: (data: InitModuleFault) => {
    const declare = { expected: INIT_MODULE_SIGNATURE, fix: `declare ${INIT_MODULE_SIGNATURE}` };
    const add = `add to package main: ${INIT_MODULE_SIGNATURE}`;
    switch (data.kind) {
      case 'nowhere':
        return {
          expected: 'package main',
          message: `no package main declares InitModule: ${NOT_FOUND}`,
          fix: add,
        };
      case 'other package':
        return {
          expected: 'package main',
          actual: `package ${data.package}`,
          message: `InitModule stands in package ${data.package}, the server looks in package main: ${NOT_FOUND}`,
          fix: data.callFrom
            ? `${add} { return ${data.callFrom.packageName}.InitModule(ctx, logger, db, nk, initializer) }, and import "${data.callFrom.importPath}"`
            : `write "package main" in ${data.file}`,
        };
      case 'left out':
        return {
          expected: 'package main',
          message: `InitModule of ${data.file} is not compiled for the server, as the build constraint of its file leaves it out: ${NOT_FOUND}`,
          fix: data.tags
            ? `write "tags": ${JSON.stringify(data.tags)} in nakama.json, or name them: --tags ${data.tags.join(',')}`
            : `change the build constraint (or the name) of ${data.file}`,
        };
      case 'other types':
        return {
          package: data.path,
          expected: data.wanted,
          actual: data.path,
          message: `InitModule takes its types from ${data.path}, the server from ${data.wanted}: ${NOT_READ}`,
          fix: `import "${data.wanted}" in ${data.file}:${data.line}`,
        };
      case 'signature':
        return {
          ...declare,
          message: `InitModule has another signature (${data.differences.join('; ')}): ${NOT_READ}`,
        };
      case 'pluginpath flag':
        return {
          message:
            'the linker flag -pluginpath gave the plugin another path than that of its main package: the server finds no symbol ("could not find symbol")',
          fix: 'leave -pluginpath out of -ldflags',
        };
      case 'not exported':
        return {
          expected: 'a function InitModule in package main',
          message: `${data.path} exports no InitModule: ${NOT_FOUND}`,
          fix: add,
        };
      case 'variable':
        return { ...declare, message: `InitModule of ${data.path} is a variable: ${NOT_READ}` };
      case 'other type':
        return { ...declare, message: `InitModule of ${data.path} has another signature: ${NOT_READ}` };
    }
  },
});
