import { defineFinding, STAYS } from '../define-finding';

/** No server was run for a platform. */
export interface NotOpened {
  readonly platform: string;
  readonly missing: string;
  readonly fix: string;
}

export const notOpened = defineFinding({
  title: 'No real server could open the plugin here',
  about: 'platform',
  byCheck: false,
  settledBy: STAYS,
  words: ({ platform, missing, fix }: NotOpened) => ({
    platform,
    message: `no server for ${platform} opened it: ${missing}`,
    fix,
  }),
});
