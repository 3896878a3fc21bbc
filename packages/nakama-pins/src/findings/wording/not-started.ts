import { defineFinding, STAYS } from '../define-finding';

/** No server was started for a platform. */
export interface NotStarted {
  readonly platform: string;
  readonly missing: string;
  readonly fix: string;
}

export const notStarted = defineFinding({
  title: 'No real server could be started here',
  about: 'platform',
  byCheck: false,
  settledBy: STAYS,
  words: ({ platform, missing, fix }: NotStarted) => ({
    platform,
    message: `no server for ${platform} was started with it: ${missing}`,
    fix,
  }),
});
