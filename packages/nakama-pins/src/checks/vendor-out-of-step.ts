import type { Found } from '../findings/finding';
import { requirementFor } from '../go-module/build-list';
import { groupBy } from '../input/group-by';
import type { FindingLocation } from '../input/problem';
import { buildsFromVendor, vendorDisagreements } from '../linking/vendor-disagreements';
import { under } from '../workspace/folders';
import { type CheckInput, defineCheck } from './define-check';

/**
 * Go refuses to build when vendor/modules.txt and go.mod disagree ("inconsistent vendoring"), and when a package that it
 * needs is not listed there or has no Go file ("import lookup disabled by -mod=vendor": cmd/go/internal/modload,
 * importFromFiles).
 */
export const vendorOutOfStep = defineCheck('vendor-out-of-step', function* (input) {
  for (const disagreement of vendorDisagreements(input.facts)) {
    yield { severity: 'error', location: disagreement.location, data: { disagreement } };
  }
  if (!buildsFromVendor(input.facts)) return;
  for (const [, ofModule] of groupBy(
    absentPackages(input),
    ({ module, severity }) => `${severity} ${module}`,
  )) {
    const [first] = ofModule;
    if (!first) continue;
    const { severity, location, module, importedBy, folder } = first;
    const packages = ofModule.map((absent) => absent.package);
    const disagreement = { kind: 'packages', module, location, packages, folder, importedBy } as const;
    yield { severity, location, data: { disagreement } };
  }
});

interface Absent {
  readonly severity: Found<'vendor-out-of-step'>['severity'];
  readonly location: FindingLocation;
  readonly module: string;
  readonly package: string;
  /** Relative to the workspace root. */
  readonly folder: string;
  /** `main.go:7`; undefined if only modules.txt names the package. */
  readonly importedBy?: string;
}

function absentPackages({ facts, linking: { closure } }: CheckInput): Absent[] {
  const { vendor, copies, dir, goMod } = facts;
  if (!vendor) return [];
  const moduleOf = new Map(vendor.modules.flatMap((m) => m.packages.map((path) => [path, m] as const)));
  const isThere = (path: string): boolean => moduleOf.has(path) && copies.hasGo(under(dir, `vendor/${path}`));
  const reached = new Map([...closure.shared, ...closure.foreign, ...closure.unknown]);
  const imported = [...reached].flatMap(([path, { file, position, certain }]): Absent[] => {
    if (isThere(path)) return [];
    return [
      {
        severity: certain ? 'error' : 'undecided',
        location: { file, ...position },
        module: moduleOf.get(path)?.path ?? requirementFor(goMod, path)?.path ?? path,
        package: path,
        folder: under(dir, `vendor/${path}`),
        importedBy: `${file}:${position.line}`,
      },
    ];
  });
  const listed = [...moduleOf].flatMap(([path, module]): Absent[] =>
    reached.has(path) || isThere(path)
      ? []
      : [
          {
            severity: closure.exact ? 'warning' : 'undecided',
            location: { file: vendor.file, ...module.position },
            module: module.path,
            package: path,
            folder: under(dir, `vendor/${path}`),
          },
        ],
  );
  return [...imported, ...listed].sort((a, b) => (a.package < b.package ? -1 : 1));
}
