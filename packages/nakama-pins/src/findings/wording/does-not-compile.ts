import { defineFinding, STAYS } from '../define-finding';

/** What go says of code that it does not compile. */
export interface DoesNotCompile {
  readonly go: string;
  /** At most four lines. */
  readonly said: readonly string[];
  readonly fix: string;
}

export const doesNotCompile = defineFinding({
  title: "The server's Go does not compile the plugin",
  about: 'file',
  byCheck: false,
  settledBy: STAYS,
  words: ({ go, said, fix }: DoesNotCompile) => ({
    message: `Go ${go} does not compile it: ${said.join('; ')}`,
    fix,
  }),
});
