import { defineFinding, STAYS } from '../define-finding';

export const artifactUnproved = defineFinding({
  title: 'There are no fingerprints to compare the plugin with',
  about: 'platform',
  byCheck: false,
  settledBy: STAYS,
  words: ({ release, platform }: { readonly release: string; readonly platform: string }) => ({
    platform,
    message: `the fingerprints of Nakama ${release} for ${platform} are not known, so the packages of the plugin can't be compared`,
    fix: 'name the program of the server: --server path/to/nakama, or add it: npx nakama-pins releases add path/to/nakama',
  }),
});
