import { defineCheck } from './define-check';

/** The runtime knows a plugin by its main package's import path and opens each only once ("plugin already loaded"). */
export const duplicatePluginPath = defineCheck('duplicate-plugin-path', function* ({ facts }) {
  const { goMod, samePath } = facts;
  if (!goMod.module || samePath.length === 0 || facts.kind === 'library') return;
  const { path, position } = goMod.module;
  yield {
    severity: 'error',
    location: { file: goMod.file, ...position },
    subject: path,
    expected: 'a module path of its own',
    actual: path,
    message: `${samePath.join(', ')} ${samePath.length > 1 ? 'have' : 'has'} the module path ${path} too: the server opens the first and stops at the next with "plugin already loaded"`,
    fix: `give each plugin its own path: go mod edit -module=${path}-2`,
  };
});
