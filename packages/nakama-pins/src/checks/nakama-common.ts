import { compareVersions } from '../go-module/module-version';
import { NAKAMA_COMMON } from '../releases/nakama-modules';
import { defineCheck } from './define-check';
import { mismatches, versionFound } from './versions';

/** Every plugin links nakama-common: its version names the release like nothing else does. */
export const nakamaCommon = defineCheck('nakama-common', function* ({ facts, linking, release, releases }) {
  for (const mismatch of mismatches(linking.shared)) {
    if (mismatch.module.path !== NAKAMA_COMMON) continue;
    const { data, ...found } = versionFound(mismatch, release, facts);
    const newest = releases('latest');
    const isNewer = newest && compareVersions(mismatch.selection.version, newest.nakamaCommon) > 0;
    const beyond = isNewer ? { release: newest.version, version: newest.nakamaCommon } : undefined;
    yield { ...found, data: { ...data, ...(beyond && { beyond }) } };
  }
});
