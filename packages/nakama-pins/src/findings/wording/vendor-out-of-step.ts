import type { VendorDisagreement } from '../../linking/vendor-disagreements';
import { defineFinding, type Words } from '../define-finding';

export const vendorOutOfStep = defineFinding({
  title: 'vendor/ and go.mod disagree',
  about: 'module',
  byCheck: true,
  settledBy: { compiling: 'leaves', pinning: true, building: 'works around' },
  goSays: ['inconsistent-vendoring'],
  words: ({ disagreement, isWorkedAround }: VendorFault) => {
    const outcome = isWorkedAround
      ? 'a plain go build stops ("inconsistent vendoring"); it was built without vendor/'
      : 'Go will not build it ("inconsistent vendoring")';
    return { ...words(disagreement, outcome), fix: 'go mod vendor' };
  },
});

/** Where vendor/modules.txt and go.mod disagree. */
export interface VendorFault {
  readonly disagreement: VendorDisagreement;
  /** A build went on without vendor/. */
  readonly isWorkedAround?: boolean;
}

type ModuleWords = Omit<Words, 'fix'> & { readonly module: string };

function words(data: VendorDisagreement, outcome: string): ModuleWords {
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
