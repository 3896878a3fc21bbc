import type { VendorDisagreement } from '../../linking/vendor-disagreements';
import { defineFinding, type Words } from '../define-finding';
import { goIn } from './go-command';
import { few } from './lists';

export const vendorOutOfStep = defineFinding({
  title: 'vendor/ and go.mod disagree, or vendor/ lacks a package',
  about: 'module',
  byCheck: true,
  settledBy: { compiling: 'leaves', pinning: true, building: 'works around' },
  goSays: ['inconsistent-vendoring'],
  words: ({ disagreement, isWorkedAround }: VendorFault, { dir }) => {
    const outcome = isWorkedAround
      ? 'a plain go build stops ("inconsistent vendoring"); it was built without vendor/'
      : 'Go will not build it ("inconsistent vendoring")';
    return { ...words(disagreement, outcome), fix: goIn(dir, 'mod vendor') };
  },
});

/** Where vendor/ does not hold what go.mod and the imports demand. */
export interface VendorFault {
  readonly disagreement: VendorDisagreement | AbsentPackages;
  /** A build went on without vendor/. */
  readonly isWorkedAround?: boolean;
}

/** Packages without a Go file in vendor/, or without a line in its modules.txt. */
interface AbsentPackages {
  readonly kind: 'packages';
  readonly module: string;
  readonly packages: readonly string[];
  /** Of the first package. */
  readonly folder: string;
  /** Undefined if only vendor/modules.txt names them. */
  readonly importedBy: string | undefined;
}

type ModuleWords = Omit<Words, 'fix'> & { readonly module: string };

function words(data: VendorFault['disagreement'], outcome: string): ModuleWords {
  const { module } = data;
  switch (data.kind) {
    case 'requirement': {
      const { required, vendored } = data;
      const found =
        vendored === undefined
          ? 'does not list it'
          : `has ${vendored.version ?? 'no version'}${vendored.isUnmarked ? ' without "## explicit"' : ''}`;
      return {
        module,
        expected: required,
        actual: vendored?.version,
        message: `go.mod requires ${module} ${required}, but vendor/modules.txt ${found}: ${outcome}`,
      };
    }
    case 'surplus':
      return {
        module,
        actual: data.version,
        message: `vendor/modules.txt marks ${module} ${data.version} as explicit, but go.mod does not require it: ${outcome}`,
      };
    case 'packages': {
      const { packages, folder, importedBy } = data;
      const where =
        packages.length === 1 ? `${folder} has` : `the folders of ${few(packages)} in vendor/ have`;
      return {
        module,
        message: importedBy
          ? `${where} no Go file, or no line in vendor/modules.txt, but ${importedBy} leads to ${packages.length === 1 ? 'it' : 'them'}: Go will not build it ("import lookup disabled by -mod=vendor")`
          : `${where} no Go file, but vendor/modules.txt lists ${packages.length === 1 ? 'it' : 'them'}: Go will not build a package that imports ${packages.length === 1 ? 'it' : 'one of them'}`,
      };
    }
    case 'replacement': {
      const { wanted, found } = data;
      return {
        module,
        expected: wanted ?? 'no replacement',
        actual: found ?? 'no replacement',
        message: `go.mod ${wanted ? `replaces ${module} by ${wanted}` : `does not replace ${module}`}, but vendor/modules.txt ${found ? `says ${found}` : 'has no replacement'}: ${outcome}`,
      };
    }
  }
}
