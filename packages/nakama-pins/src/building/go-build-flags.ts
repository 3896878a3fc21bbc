import { INSTRUMENTS, reachesPackages } from '../go-module/build-flags';
import { compareGo } from '../go-module/compare-go';
import type { BuildOptions } from './build-options';

/** How a plugin is compiled. */
export type BuildFlags = Pick<BuildOptions, 'tags' | 'ldflags' | 'flags'>;

/** A flag that is not passed on, since what it makes does not load or is not a plugin. */
export interface RefusedFlag {
  /** As it was given: `-race`. */
  readonly flag: string;
  /** One sentence without a full stop. */
  readonly reason: string;
}

export const DEFAULT_LDFLAGS = '-s -w';

/** What this build decides itself, or by an option of its own. */
const SETTLED: Readonly<Record<string, string>> = {
  C: 'the folder of the module is the one it is built in',
  buildmode: 'a plugin is built with -buildmode=plugin',
  buildvcs: 'the state of the repository would change the bytes: it is built with -buildvcs=false',
  compiler: 'the server is compiled by gc',
  ldflags: 'set it with --ldflags',
  mod: '-mod=vendor is used if vendor/ agrees with go.mod, else -mod=readonly',
  modfile: 'the go.mod of the module counts',
  o: 'the folder of the output is an option of its own (nakama-pins build --output)',
  tags: 'give them with --tags',
};

/**
 * The flags that make a plugin which the server refuses (facts that were tried with real servers), or that this build
 * decides itself.
 *
 * @param isDebug the server was built with its own flags: flags that change fingerprints pass here, and the fingerprints judge them
 */
export function refusedFlags({ flags = [] }: BuildFlags, isDebug: boolean): RefusedFlag[] {
  const refused: RefusedFlag[] = [];
  for (const flag of flags) {
    const [, name = '', value] = /^--?([A-Za-z0-9]+)(?:=(.*))?$/s.exec(flag) ?? [];
    const reason = reasonAgainst(name, value, isDebug);
    if (reason !== undefined) refused.push({ flag, reason });
  }
  return refused;
}

function reasonAgainst(name: string, value: string | undefined, isDebug: boolean): string | undefined {
  if (name === '') return 'it is not a flag of go build: write -name or -name=value';
  if (SETTLED[name] !== undefined) return SETTLED[name];
  if (isDebug) return undefined;
  const isOff = value === 'false' || value === '0';
  if (INSTRUMENTS.has(name) && !isOff) return 'it instruments every package, and the server is built without';
  if (name === 'trimpath' && isOff)
    return 'without -trimpath every package has another fingerprint than in the server';
  if (name === 'pgo' && value !== 'off')
    return 'a profile changes packages that the server was built without it';
  if (name === 'coverpkg') return 'it changes packages that the server links';
  if ((name === 'gcflags' || name === 'asmflags') && reachesPackages(value ?? '')) {
    return "it compiles packages in another way than the server was: without a pattern it is for the plugin's own main package";
  }
  return undefined;
}

/** `all=-N -l`, `std=-l`, `example.com/x/...=-l`: for more than the packages named on the command line. */

/**
 * All flags of `go build`, except the output and the package.
 *
 * @param gcflags with which the server itself is compiled
 */
export function goBuildFlags(
  { tags = [], ldflags = DEFAULT_LDFLAGS, flags = [] }: BuildFlags,
  go: string,
  usesVendor: boolean,
  gcflags?: string,
): string[] {
  return [
    '-buildmode=plugin',
    '-trimpath',
    // Known from 1.18 on; before, nothing was stamped.
    ...(compareGo(go, '1.18') >= 0 ? ['-buildvcs=false'] : []),
    // Since 1.21, a default.pgo beside main.go changes what is shared with the server.
    ...(compareGo(go, '1.21rc0') >= 0 && !flags.some((flag) => /^--?pgo=/.test(flag)) ? ['-pgo=off'] : []),
    usesVendor ? '-mod=vendor' : '-mod=readonly',
    ...(tags.length > 0 ? [`-tags=${tags.join(',')}`] : []),
    // Go's build id is made of what was compiled how, with it the debug information of C files that is left out in the
    // end: it would differ although the plugin does not.
    `-ldflags=${`-buildid= ${ldflags}`.trimEnd()}`,
    ...(gcflags === undefined ? [] : [`-gcflags=${gcflags}`]),
    ...flags,
  ];
}
