import { defineFinding, type Place, type Words } from '../define-finding';
import { type Evidence, linked } from './evidence';
import { type FlagDifference, flagFix, settingText } from './flag-difference';
import { goIn } from './go-command';
import { are, few } from './lists';
import { dropFix, type DroppedReplace, requireFix } from './require-edit';

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
  | ({
      /** Committed files show it: a copy in vendor/ or in the folder of a replace. */
      readonly kind: 'copy';
      readonly effect: 'differs' | 'may differ' | 'loads';
      /** False: vendor/modules.txt lists the packages, and no import is known to lead to them. */
      readonly isLinked: boolean;
      /** What was changed or added. */
      readonly files: readonly string[];
      /** Folders that lack published files. */
      readonly incomplete: readonly string[];
      readonly isVendored: boolean;
      /** What a replace puts in the module's place. */
      readonly target: string | undefined;
      readonly dropped: DroppedReplace | undefined;
    } & Content)
  | ({
      /** A copy whose published files the catalog does not have. */
      readonly kind: 'not compared';
      /** The module's folder. */
      readonly dir: string;
      /** The folder that a replace names; undefined: it is in vendor/. */
      readonly target: string | undefined;
    } & Content)
  | ({
      readonly kind: 'replaced';
      readonly target: string;
      /** Undefined for a built file, which does not tell its go.mod. */
      readonly dropped: DroppedReplace | undefined;
    } & Content)
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
  byCheck: true,
  settledBy: { compiling: 'settles errors', pinning: false, building: 'silent' },
  words: (data: OtherFingerprint, place): Words => {
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
      case 'copy':
        return { module, expected, ...copyWords(data, published, place) };
      case 'not compared': {
        const command = `npx nakama-pins verify --proof compiled ${data.dir}`;
        return {
          module,
          expected,
          ...(data.target !== undefined && { actual: data.target }),
          message: `${named} ${are(packages)} compiled from ${data.target ?? 'vendor/'}, and the catalog does not have the files of ${published} to compare with: ${command} tells whether it has the content that Nakama ${release} links (${linked(evidence)})`,
          fix: `${data.target === undefined ? '' : 'drop the replace, or '}run: ${command}`,
        };
      }
      case 'replaced':
        return {
          module,
          expected,
          actual: data.target,
          message: `${published} is compiled from ${data.target}, where ${named} ${are(packages)} not as in Nakama ${release} (${linked(evidence)})`,
          fix: `${dropText(data.dropped, { module, version }, place)}, or make ${data.target} equal to ${published}`,
        };
      case 'vendored':
        return {
          module,
          expected,
          message: `${differs}: it is compiled from vendor/`,
          fix: undoneBy(place),
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
          fix: requireFix({ kind: 'rebuild' }, module, version, place),
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

function copyWords(
  data: Extract<OtherFingerprint, { kind: 'copy' }>,
  published: string,
  place: Place,
): Pick<Words, 'actual' | 'message' | 'fix'> {
  const { files, incomplete, packages, release, evidence, isVendored, target, dropped } = data;
  const what = [
    ...(files.length > 0 ? [`${few(files)} ${files.length === 1 ? 'differs' : 'differ'}`] : []),
    ...(incomplete.length > 0 ? [`files are absent from ${few(incomplete)}`] : []),
  ].join(', and ');
  const outcome = {
    differs: `Nakama ${release} refuses ${few(packages)}${data.isLinked ? '' : ', if the plugin links it'}`,
    'may differ': `Nakama ${release} refuses ${few(packages)} if the change is in code that the compiler inlines; npx nakama-pins verify --proof compiled tells`,
    loads: "the plugin loads, with assembly, C or embedded files that are not the server's",
  }[data.effect];
  const undo = isVendored ? undoneBy(place) : '';
  const drop = `${dropText(dropped, data, place)}${isVendored ? '' : `, or make ${target ?? ''} equal to ${published}`}`;
  return {
    ...(target !== undefined && { actual: target }),
    message: `${published} is not as published: ${what}; ${outcome} (${linked(evidence)})`,
    fix: target === undefined ? undo : drop,
  };
}

function undoneBy({ dir }: Place): string {
  return `${goIn(dir, 'mod vendor')} (it undoes changes in vendor/)`;
}

function dropText(
  dropped: DroppedReplace | undefined,
  { module, version }: { readonly module: string; readonly version: string },
  place: Place,
): string {
  return dropped ? dropFix(dropped, { module, version, isRequired: true }, place) : 'drop the replace';
}
