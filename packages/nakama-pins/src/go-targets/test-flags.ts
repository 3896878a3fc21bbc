import { posix, win32 } from 'node:path';
import { InputError, type Problem } from '../input/problem';

/** What may be chosen about a run of tests. */
export interface TestOptions {
  /** Import paths or patterns, from the module's folder; `./...` by default. */
  readonly packages?: readonly string[];
  /** Build tags; those of nakama.json by default. */
  readonly tags?: readonly string[];
  /** Only tests whose name matches this regular expression of Go. */
  readonly run?: string;
  /** Look for data races; needs a C compiler. */
  readonly race?: boolean;
  /** Say how much of the code the tests run through. */
  readonly cover?: boolean;
  /** Write a coverage profile into this file, relative to the workspace root. */
  readonly coverProfile?: string;
  /** Run each test so many times; 1 also has go run again what it knows to pass. */
  readonly count?: number;
  /** End tests that run longer than a duration of Go: `30s`, `5m`. */
  readonly timeout?: string;
  /** Name every test, and show what it logs. */
  readonly verbose?: boolean;
  /** Further flags of `go test`. */
  readonly flags?: readonly string[];
}

/** Flags that have their own option, or that the run decides. */
const SETTLED: Readonly<Record<string, string>> = {
  C: 'the tests run in the folder of the module',
  args: 'everything after it would go to the tests, the packages too',
  c: 'the tests are to be run',
  coverprofile: 'give the file by the option coverProfile, so that Nx can keep it',
  mod: '-mod=vendor is used if vendor/ agrees with go.mod, else -mod=readonly',
  modfile: 'the go.mod of the module counts',
  race: 'set it with the option race',
  run: 'set it with the option run',
  tags: 'give them by the option tags',
};

/**
 * The options as flags and packages of `go test`.
 *
 * @param mode `-mod=…`
 * @param profile absolute file for the coverage profile, if one is asked for
 */
export function goTestArguments(
  { packages = ['./...'], tags = [], run, race, cover, count, timeout, verbose, flags = [] }: TestOptions,
  mode: string,
  profile: string | undefined,
): string[] {
  return [
    'test',
    mode,
    ...(tags.length > 0 ? [`-tags=${tags.join(',')}`] : []),
    ...(run === undefined ? [] : [`-run=${run}`]),
    ...(race ? ['-race'] : []),
    ...(cover ? ['-cover'] : []),
    ...(profile === undefined ? [] : [`-coverprofile=${profile}`]),
    ...(count === undefined ? [] : [`-count=${count}`]),
    ...(timeout === undefined ? [] : [`-timeout=${timeout}`]),
    ...(verbose ? ['-v'] : []),
    ...flags,
    ...packages,
  ];
}

/**
 * @param file what problems are told of: the module's go.mod
 * @throws InputError with every option that can't be passed on
 */
export function refuseTestOptions(
  { packages = [], flags = [], coverProfile }: TestOptions,
  file: string,
): void {
  const problems = [
    ...flags.flatMap((flag) => refusedFlag(flag, file)),
    ...packages.filter(isFlag).map((name) => ({
      file,
      message: `${name} is not a package`,
      fix: 'set flags of go test with the option flags',
    })),
    ...(coverProfile === undefined || isWithin(coverProfile)
      ? []
      : [
          {
            file,
            message: `the coverage profile ${coverProfile} is not a file in the workspace`,
            fix: 'write a path relative to the workspace root: coverage/arena.out',
          },
        ]),
  ];
  if (problems.length > 0) throw new InputError(problems);
}

function refusedFlag(flag: string, file: string): Problem[] {
  const [, name] = /^--?([A-Za-z0-9.]+)(?:=.*)?$/s.exec(flag) ?? [];
  if (name === undefined) {
    return [{ file, message: `${flag} is not a flag of go test`, fix: 'write it as -name or -name=value' }];
  }
  const reason = SETTLED[name.replace(/^test\./, '')];
  return reason === undefined
    ? []
    : [{ file, message: `the tests can't be run with ${flag}: ${reason}`, fix: `leave ${flag} out` }];
}

function isFlag(text: string): boolean {
  return text.startsWith('-');
}

/** Nx keeps no output from elsewhere. */
function isWithin(path: string): boolean {
  const normal = posix.normalize(path.replaceAll('\\', '/'));
  const isAbsolute = posix.isAbsolute(normal) || win32.isAbsolute(path);
  return !isAbsolute && normal !== '.' && !normal.endsWith('/') && normal.split('/')[0] !== '..';
}
