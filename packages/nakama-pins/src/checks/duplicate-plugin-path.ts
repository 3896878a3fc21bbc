import { defineCheck } from './define-check';

/** The runtime knows a plugin by its main package's import path and opens each only once ("plugin already loaded"). */
export const duplicatePluginPath = defineCheck('duplicate-plugin-path', function* ({ facts }) {
  const { goMod, samePath } = facts;
  if (!goMod.module || samePath.length === 0 || facts.kind === 'library') return;
  const { path, position } = goMod.module;
  yield {
    severity: 'error',
    location: { file: goMod.file, ...position },
    data: { path, others: samePath, isBuilt: false },
  };
});
