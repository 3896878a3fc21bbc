import { defineFinding, STAYS } from '../define-finding';

/** A real server's own word about a plugin. */
export interface Refusal {
  /** `Nakama 3.40.0, built from its Go module` */
  readonly server: string;
  readonly says: string;
  readonly meaning: string;
  readonly fix: string;
  /** What else is found about the file is the cause. */
  readonly isExplained: boolean;
  /** What the server names: a package, or a C library. */
  readonly package: string | undefined;
  readonly library: string | undefined;
}

export const serverRefuses = defineFinding({
  title: 'A real server refuses the plugin',
  about: 'file',
  byCheck: false,
  settledBy: STAYS,
  words: ({ server, says, meaning, fix, isExplained, package: path, library }: Refusal) => ({
    package: path,
    library,
    message: `${server} stops at it: ${says} (${meaning})`,
    fix: isExplained ? 'fix what else is found here about this file: it is the cause' : fix,
  }),
});
