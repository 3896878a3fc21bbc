import { NAKAMA_COMMON } from '../releases/nakama-modules';
import { defineCheck } from './define-check';
import { mismatches, versionFound } from './versions';

/** A module that the plugin's own source imports, at another version than the server links. */
export const directDependency = defineCheck('direct-dependency', function* ({ facts, linking, release }) {
  for (const mismatch of mismatches(linking.shared)) {
    if (mismatch.direct && mismatch.module.path !== NAKAMA_COMMON) {
      yield versionFound(mismatch, release, facts);
    }
  }
});
