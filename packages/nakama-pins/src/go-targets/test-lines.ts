import type { Print } from './print';

/** What go prints of a package without tests, and of a pattern that matches no package. */
const NO_TESTS = [
  /^\?\s+\S+\s+\[no test files\]$/,
  /^\s+\S+\s+coverage: 0\.0% of statements$/,
  /^go: warning: "\S+" matched no packages$/,
  /^no packages to test$/,
];

/**
 * Passes on what `go test` prints, but holds back that a package has no tests until something else is printed: of a
 * module without any test there is one thing to say.
 */
export class TestLines {
  private held: string[] | undefined = [];

  constructor(private readonly print: Print) {}

  take(line: string): void {
    if (this.held !== undefined && NO_TESTS.some((pattern) => pattern.test(line))) {
      this.held.push(line);
      return;
    }
    this.flush();
    this.print(line);
  }

  /** Whether nothing was printed but that there are no tests. */
  get saysNoTests(): boolean {
    return this.held !== undefined && this.held.length > 0;
  }

  /** Prints what was held back. */
  flush(): void {
    const { held = [] } = this;
    this.held = undefined;
    for (const line of held) this.print(line);
  }
}
