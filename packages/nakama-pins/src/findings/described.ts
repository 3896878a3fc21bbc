import { docsUrl, FINDING_IDS, type FindingId, FINDINGS as KINDS } from './registry';

/**
 * All findings by id: their title and their page.
 *
 * @example
 * console.log(FINDINGS['nakama-common'].title);
 */
export const FINDINGS: Readonly<
  Record<
    FindingId,
    {
      readonly title: string;
      /** What it is about. */
      readonly about: 'file' | 'module' | 'package' | 'platform';
      /** `pin` fixes it, unless there is a conflict. */
      readonly isFixedByPin: boolean;
      readonly docsUrl: string;
    }
  >
> = Object.fromEntries(
  FINDING_IDS.map((id) => {
    const { title, about, settledBy } = KINDS[id];
    return [id, { title, about, isFixedByPin: settledBy.pinning, docsUrl: docsUrl(id) }];
  }),
) as typeof FINDINGS;
