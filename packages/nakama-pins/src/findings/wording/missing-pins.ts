import { UNPUBLISHED } from '../../go-module/module-version';
import type { LinkEvidence } from '../../linking/evidence';
import { defineFinding, type Words } from '../define-finding';
import { because, type Evidence, linked } from './evidence';
import { goIn, goModEdit } from './go-command';
import { are, few } from './lists';
import { type RequireEdit, requireFix } from './require-edit';

/** A shared module that go.mod does not hold at the server's version. */
export type MissingPin =
  /** An import of the plugin's own that no listed module can hold. */
  | {
      readonly kind: 'not provided';
      readonly package: string;
      /** From the plugin's own import to the package, both included. */
      readonly chain: readonly string[];
      /** The release's module that holds it. */
      readonly requirement:
        | { readonly path: string; readonly version: string; readonly isUnsummed: boolean }
        | undefined;
    }
  /** A module of the workspace that go.mod does not name holds it. */
  | {
      readonly kind: 'only in go.work';
      readonly package: string;
      readonly module: string;
      readonly goWork: string;
      readonly goMod: string;
      /** Of the module, from the plugin's. */
      readonly folder: string;
      readonly isRequired: boolean;
    }
  /** Its first element has no dot, and Go has no such package. `own`: a package of the plugin that may be meant. */
  | { readonly kind: 'not in std'; readonly package: string; readonly own: string | undefined }
  | ({ readonly kind: 'not listed' | 'not held' | 'not settled' } & Pin)
  /** The server takes the packages from a module that was split off. */
  | ({ readonly kind: 'split module'; readonly parent: string } & Pin)
  /** As compiled or built: the packages come from another module than the server's. */
  | {
      readonly kind: 'other module';
      readonly packages: readonly string[];
      readonly from: string;
      readonly module: string;
      readonly wanted: string;
      readonly release: string;
      readonly evidence: Evidence;
      readonly edit: RequireEdit;
    };

interface Pin {
  readonly module: string;
  /** The server's version. */
  readonly wanted: string;
  readonly evidence: LinkEvidence;
  /** go.sum lacks its hashes. */
  readonly isUnsummed: boolean;
}

export const missingPins = defineFinding({
  title: 'go.mod does not pin a shared module',
  about: 'file',
  byCheck: true,
  settledBy: { compiling: 'settles errors', pinning: true, building: 'silent' },
  goSays: ['missing-requirement', 'updates-needed'],
  words: (data: MissingPin, place): Words => {
    if (data.kind === 'not provided') {
      const { package: path, chain, requirement } = data;
      const isOwn = chain.length === 1;
      const reason = isOwn ? 'no required module provides package' : 'updates to go.mod needed';
      return {
        package: path,
        message: `no module that go.mod lists provides ${path}${isOwn ? '' : `, which the plugin links (${chain.join(' → ')})`}: Go will not build it ("${reason}")`,
        fix:
          requirement === undefined
            ? goIn(place.dir, `get ${path}`)
            : requireFix(
                { kind: 'add', isUnsummed: requirement.isUnsummed },
                requirement.path,
                requirement.version,
                place,
              ),
      };
    }
    if (data.kind === 'only in go.work') {
      const { package: path, module, goWork, goMod, folder, isRequired } = data;
      return {
        package: path,
        message: `only ${goWork} knows ${module}, and builds for a server set GOWORK=off: Go will not build it then ("no required module provides package")`,
        fix: goModEdit(
          goMod,
          ...(isRequired ? [] : [`-require=${module}@${UNPUBLISHED}`]),
          `-replace=${module}=${folder}`,
        ),
      };
    }
    if (data.kind === 'not in std') {
      const { package: path, own } = data;
      return {
        package: path,
        message: `no module that go.mod lists provides ${path}, and the standard library has no such package: Go will not build it ("package ${path} is not in std")`,
        fix:
          own === undefined
            ? `import it by the path of its module, and require that module in go.mod`
            : `import "${own}"`,
      };
    }
    const { module, wanted, evidence } = data;
    const isUnsummed = data.kind !== 'other module' && data.isUnsummed;
    const pin = {
      module,
      expected: wanted,
      fix: requireFix({ kind: 'add', isUnsummed }, module, wanted, place),
    };
    switch (data.kind) {
      case 'split module':
        return {
          ...pin,
          actual: data.parent,
          message: `go.mod lists ${data.parent} but not ${module}, from which the server takes these packages (${linked(evidence)})`,
        };
      case 'not listed':
        return {
          ...pin,
          message: `go.mod does not list ${module}, which the plugin links (${because(evidence)}): Go will not build it ("updates to go.mod needed"), and go mod tidy may take another version than the server's ${wanted}`,
        };
      case 'not held':
        return {
          ...pin,
          actual: wanted,
          message: `nothing in go.mod holds ${module} at ${wanted}: the next go get may raise it (${linked(evidence)})`,
        };
      case 'not settled':
        return {
          ...pin,
          message: `below go 1.17 the whole module graph decides the version of ${module}, and go.sum does not settle it (${linked(evidence)})`,
        };
      case 'other module':
        return {
          ...pin,
          actual: data.from,
          message: `${few(data.packages)} ${are(data.packages)} taken from ${data.from}, but Nakama ${data.release} takes ${data.packages.length === 1 ? 'it' : 'them'} from ${module} ${wanted} (${linked(evidence)})`,
          fix: requireFix(data.edit, module, wanted, place),
        };
    }
  },
});
