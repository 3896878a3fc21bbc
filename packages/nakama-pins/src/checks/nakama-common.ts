import { NAKAMA_COMMON } from '../releases/nakama-modules';
import { defineCheck } from './define-check';
import { mismatches, versionFound } from './versions';

/** Every plugin links nakama-common: its version names the release like nothing else does. */
export const nakamaCommon = defineCheck('nakama-common', function* ({ linking, release }) {
  for (const mismatch of mismatches(linking.shared)) {
    if (mismatch.module.path !== NAKAMA_COMMON) continue;
    yield versionFound(mismatch, release);
  }
});
