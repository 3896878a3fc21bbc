import type { Found } from '../findings/finding';
import { isCompiled, tagsThatCompile } from '../go-module/build-target';
import { moduleLine } from '../go-module/module-line';
import type { InitModuleDeclaration } from '../workspace/facts';
import { type CheckInput, defineCheck } from './define-check';

/**
 * The server looks up the symbol InitModule of the main package and asserts its exact type
 * (nakama: server/runtime_go.go, NewRuntimeProviderGo).
 */
export const initModule = defineCheck('init-module', function* (input) {
  const { facts, targets } = input;
  if (facts.kind === 'library') return;
  const initModules = facts.initModules.filter(({ source }) => isCompiled(source, targets));
  const inMain = initModules.filter((d) => d.packageName === 'main');
  if (inMain.length === 0) yield missing(input, initModules);
  for (const { file, position, differences, foreignImports } of inMain) {
    for (const { path, wanted, position: place } of foreignImports)
      yield {
        severity: 'error',
        location: { file, ...place },
        data: { kind: 'other types', path, wanted, file, line: place.line },
      };
    if (differences.length > 0)
      yield { severity: 'error', location: { file, ...position }, data: { kind: 'signature', differences } };
  }
});

function missing(
  { facts, targets }: CheckInput,
  compiled: readonly InitModuleDeclaration[],
): Found<'init-module'> {
  const { goMod, initModules, startPackages } = facts;
  const leftOut = initModules.find((d) => d.packageName === 'main');
  if (leftOut) {
    const tags = tagsThatCompile(leftOut.source, targets);
    return {
      severity: 'error',
      location: placeOf(leftOut),
      data: { kind: 'left out', file: leftOut.file, tags },
    };
  }
  const other = compiled[0] ?? initModules[0];
  if (!other) return { severity: 'error', location: moduleLine(goMod), data: { kind: 'nowhere' } };
  const { packageName, packageDir, file } = other;
  const path = goMod.module?.path;
  const importPath = path !== undefined && packageDir !== '.' ? `${path}/${packageDir}` : path;
  return {
    severity: 'error',
    location: placeOf(other),
    data: {
      kind: 'other package',
      package: packageName,
      file,
      // Without a package main there is none to declare it in: this one may become it.
      callFrom:
        startPackages.length > 0 && importPath !== undefined ? { importPath, packageName } : undefined,
    },
  };
}

function placeOf({ file, position }: InitModuleDeclaration): Found<'init-module'>['location'] {
  return { file, ...position };
}
