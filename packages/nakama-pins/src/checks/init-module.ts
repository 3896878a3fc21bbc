import { isCompiled } from '../go-module/build-target';
import { moduleLine } from '../go-module/module-line';
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
      location: other ? { file: other.file, ...other.position } : moduleLine(goMod),
      data: other
        ? { kind: 'other package', package: other.packageName, file: other.file }
        : { kind: 'nowhere' },
    };
  }
  for (const { file, position, differences } of inMain) {
    if (differences.length === 0) continue;
    yield { severity: 'error', location: { file, ...position }, data: { kind: 'signature', differences } };
  }
});
