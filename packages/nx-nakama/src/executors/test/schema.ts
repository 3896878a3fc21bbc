/** Options of the `test` executor; `schema.json` says the same to Nx. */
export interface TestOptions {
  /** Only tests whose name matches this regular expression of Go. */
  readonly run?: string;
  /** Look for data races; needs a C compiler. */
  readonly race?: boolean;
  /** Say how much of the code the tests run through. */
  readonly cover?: boolean;
  /** Write a coverage profile into this file, relative to the workspace root. */
  readonly coverProfile?: string;
  /** Run each test so many times. */
  readonly count?: number;
  /** End tests that run longer than a duration of Go: `30s`, `5m`. */
  readonly timeout?: string;
  /** Name every test, and show what it logs. */
  readonly verbose?: boolean;
  /** Import paths or patterns, from the module's folder; `./...` by default. */
  readonly packages?: readonly string[];
  /** Build tags in place of those of `nakama.json`. */
  readonly tags?: readonly string[];
  /** Further flags of `go test`. */
  readonly flags?: readonly string[];
  /** Overrides `nakama.json`: a version, `3.40`, `latest`. */
  readonly release?: string;
  /** The version of nakama-pins and a hash of its catalog, for the hash of the task alone. */
  readonly catalog?: string;
}
