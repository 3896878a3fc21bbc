import { defineFinding, STAYS } from '../define-finding';

/** A command that builds the plugin otherwise than the server was built. */
export interface BuildCommandFault {
  readonly release: string;
  /** What is wrong: `-trimpath` is missing, or the flag or variable as it is written. */
  readonly fault: { readonly kind: 'no trimpath' } | { readonly kind: 'other'; readonly flag: string };
}

export const buildCommand = defineFinding({
  title: 'A command builds the plugin with other flags than the server',
  about: 'file',
  byCheck: true,
  settledBy: STAYS,
  words: ({ release, fault }: BuildCommandFault) =>
    fault.kind === 'no trimpath'
      ? {
          flag: '-trimpath',
          message: `this command builds the plugin without -trimpath, but Nakama ${release} was built with -trimpath: packages of the standard library differ`,
          fix: 'add -trimpath to the command',
        }
      : {
          flag: fault.flag,
          message: `this command builds the plugin with ${fault.flag}, but Nakama ${release} was built without it`,
          fix: `leave ${fault.flag} out`,
        },
});
