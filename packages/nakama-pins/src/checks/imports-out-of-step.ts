import { staleImports } from '../linking/stale-imports';
import { defineCheck } from './define-check';

/**
 * A list of imports is believed only of the very source that is compiled: the version that Go selects, with the hash of
 * go.sum (linking/foreign-imports.ts). One of another source decides nothing, and may hide that the file is old.
 */
export const importsOutOfStep = defineCheck('imports-out-of-step', function* ({ facts, linking }) {
  for (const entry of staleImports(facts, facts.imports, linking.selector))
    yield { severity: 'warning', location: entry.location, data: { entry, dir: facts.dir } };
});
