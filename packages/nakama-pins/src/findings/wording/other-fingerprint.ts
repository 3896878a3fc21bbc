import { defineFinding, STAYS, type Words } from '../define-finding';
import { type Evidence, linked } from './evidence';
import { type FlagDifference, flagFix, settingText } from './flag-difference';
import { are, few } from './lists';
import { requireFix } from './require-edit';

/** Packages that have the server's version and other content. */
export type OtherFingerprint = { readonly release: string; readonly packages: readonly string[] } & (
  | {
      readonly kind: 'standard library';
      /** The server's. */
      readonly go: string;
      /** Not one package is the server's: then paths differ, rather than code. */
      readonly all: boolean;
    }
  | { readonly kind: "the server's own"; readonly evidence: Evidence }
  | ({ readonly kind: 'replaced'; readonly target: string } & Content)
  | ({ readonly kind: 'vendored' } & Content)
  | ({ readonly kind: 'unexplained'; readonly isBuilt: boolean } & Content)
  /** Plugins of Go 1.20 and older do not note the versions of their modules. */
  | ({ readonly kind: 'version not noted' } & Content)
  | ({ readonly kind: 'flag'; readonly difference: FlagDifference } & Content)
  | ({ readonly kind: 'other hash'; readonly hash: string; readonly found: string } & Content)
);

interface Content {
  readonly module: string;
  readonly version: string;
  readonly evidence: Evidence;
}

export const otherFingerprint = defineFinding({
  title: 'A package has the right version but other content',
  about: 'file',
  byCheck: false,
  settledBy: STAYS,
  words: (data: OtherFingerprint): Words => {
    const { release, packages } = data;
    const named = few(packages);
    if (data.kind === 'standard library') {
      const which = data.all ? 'all packages' : named;
      return {
        package: packages[0],
        expected: `Go ${data.go}`,
        message: `${which} of the standard library ${data.all ? 'differ' : packages.length === 1 ? 'differs' : 'differ'} from Nakama ${release}: this Go is not Go ${data.go} as it was released, or its settings change what it compiles`,
        fix: data.all
          ? `build the plugin with Go ${data.go} and -trimpath`
          : `take Go ${data.go} from https://go.dev/dl, and look for GOEXPERIMENT, GOROOT and compiler flags in: go env -changed`,
      };
    }
    if (data.kind === "the server's own") {
      return {
        package: packages[0],
        message: `${named} ${are(packages)} the server's own code, which no plugin can share with a released server (${linked(data.evidence)})`,
        fix: 'do not import the server: use github.com/heroiclabs/nakama-common',
      };
    }
    const { module, version, evidence } = data;
    const published = `${module} ${version}`;
    const expected = `${published} as published`;
    const differs = `${named} ${packages.length === 1 ? 'has' : 'have'} the version of Nakama ${release}, ${version}, but not its content (${linked(evidence)})`;
    switch (data.kind) {
      case 'replaced':
        return {
          module,
          expected,
          actual: data.target,
          message: `${published} is compiled from ${data.target}, where ${named} ${are(packages)} not as in Nakama ${release} (${linked(evidence)})`,
          fix: `drop the replace, or make ${data.target} equal to ${published}`,
        };
      case 'vendored':
        return {
          module,
          expected,
          message: `${differs}: it is compiled from vendor/`,
          fix: 'run: go mod vendor (it undoes changes in vendor/)',
        };
      case 'unexplained':
        return {
          module,
          expected,
          message: differs,
          fix: data.isBuilt
            ? `find out what changes ${module}: build tags, CGO flags, -gcflags of its packages`
            : `run go clean -modcache, and find out what changes ${module}: build tags, CGO flags, a proxy of your own`,
        };
      case 'version not noted':
        return {
          module,
          expected: published,
          message: `${named} ${are(packages)} not that of ${published}, which Nakama ${release} links (plugins of Go 1.20 and older do not note which version they have)`,
          fix: requireFix({ kind: 'rebuild' }, published),
        };
      case 'flag': {
        const { flag, plugin, server } = data.difference;
        return {
          module,
          message: `${differs}: the plugin was built ${settingText(flag, plugin)}, the server ${settingText(flag, server)}`,
          fix: flagFix(data.difference),
        };
      }
      case 'other hash':
        return {
          module,
          expected: data.hash,
          actual: data.found,
          message: `${differs}: its hash is ${data.found}`,
          fix: `take ${published} anew from another module proxy (GOPROXY): go clean -modcache`,
        };
    }
  },
});
