import { isCompiled } from '../go-module/build-target';
import { INIT_MODULE_SIGNATURE } from '../workspace/init-module-declarations';
import { defineCheck } from './define-check';

/**
 * The server looks up the symbol InitModule of the main package and asserts its exact type
 * (nakama: server/runtime_go.go, NewRuntimeProviderGo).
 */
export const initModule = defineCheck('init-module', function* ({ facts, targets }) {
  if (facts.kind === 'library') return;
  const { goMod } = facts;
  const initModules = facts.initModules.filter(({ source }) => isCompiled(source, targets));
  const inMain = initModules.filter((d) => d.packageName === 'main');
  if (inMain.length === 0) {
    const other = initModules[0];
    yield {
      severity: 'error',
      location: other
        ? { file: other.file, ...other.position }
        : { file: goMod.file, ...(goMod.module?.position ?? { line: 1, column: 1 }) },
      subject: 'InitModule',
      expected: 'package main',
      actual: other ? `package ${other.packageName}` : undefined,
      message: other
        ? `InitModule stands in package ${other.packageName}: only package main becomes a plugin`
        : 'no package main declares InitModule: the server stops with "Error looking up InitModule function in Go module"',
      fix: other ? `write "package main" in ${other.file}` : `add to package main: ${INIT_MODULE_SIGNATURE}`,
    };
  }
  for (const { file, position, differences } of inMain) {
    if (differences.length === 0) continue;
    yield {
      severity: 'error',
      location: { file, ...position },
      subject: 'InitModule',
      expected: INIT_MODULE_SIGNATURE,
      message: `InitModule has another signature (${differences.join('; ')}): the server stops with "Error reading InitModule function in Go module"`,
      fix: `declare ${INIT_MODULE_SIGNATURE}`,
    };
  }
});
