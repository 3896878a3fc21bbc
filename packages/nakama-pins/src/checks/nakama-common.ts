import { defineCheck } from './define-check';
import { mismatches, versionFinding } from './versions';

export const NAKAMA_COMMON = 'github.com/heroiclabs/nakama-common';

/** Every plugin links nakama-common: its version names the release like nothing else does. */
export const nakamaCommon = defineCheck('nakama-common', function* ({ linking, release }) {
  for (const mismatch of mismatches(linking.shared)) {
    if (mismatch.module.path !== NAKAMA_COMMON) continue;
    yield versionFinding(mismatch, release);
  }
});
