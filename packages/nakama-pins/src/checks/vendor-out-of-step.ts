import type { ModuleVersion, RequireDirective, VendoredModule } from '../go-module/module-files';
import { compareGo } from '../go-module/compare-go';
import { replaceFor } from '../go-module/build-list';
import { usesVendor } from '../linking/selection';
import { defineCheck, type CheckInput, type FindingDraft } from './define-check';

/**
 * Go refuses to build when vendor/modules.txt and go.mod disagree ("inconsistent vendoring"): the rules of
 * checkVendorConsistency in cmd/go/internal/modload/vendor.go.
 */
export const vendorOutOfStep = defineCheck('vendor-out-of-step', function* (input) {
  const { facts } = input;
  const { vendor, goMod } = facts;
  if (!vendor) return;
  const vendored = new Map(vendor.modules.map((m) => [key(m), m]));
  const explicit =
    vendor.modules.some((m) => m.explicit) || compareGo(goMod.go?.version ?? '1.16', '1.14') >= 0;

  for (const require of goMod.require) {
    if (explicit) yield* requirement(input, require, vendored);
    else yield* unmarked(input, require);
  }
  if (!usesVendor(facts)) return;
  for (const module of vendor.modules) {
    yield* surplus(input, module);
    yield* replacement(input, module);
  }
});

function* requirement(
  input: CheckInput,
  require: RequireDirective,
  vendored: ReadonlyMap<string, VendoredModule>,
): Iterable<FindingDraft> {
  if (vendored.get(key(require))?.explicit) return;
  const other = input.facts.vendor?.modules.find((m) => m.path === require.path);
  yield draft(
    input,
    require,
    other?.version,
    `go.mod requires ${require.path} ${require.version}, vendor/modules.txt ${
      other
        ? `has ${other.version ?? 'no version'}${other.explicit ? '' : ' without "## explicit"'}`
        : 'does not list it'
    }`,
  );
}

/** Before go 1.14 modules.txt names no explicit requirements: only another version is seen. */
function* unmarked(input: CheckInput, require: RequireDirective): Iterable<FindingDraft> {
  const other = input.facts.vendor?.modules.find((m) => m.path === require.path);
  if (!other || other.version === require.version) return;
  yield draft(
    input,
    require,
    other.version,
    `go.mod requires ${require.path} ${require.version}, vendor/modules.txt has ${other.version}`,
  );
}

function draft(
  { facts }: CheckInput,
  require: RequireDirective,
  actual: string | undefined,
  message: string,
): FindingDraft {
  return {
    severity: 'error',
    location: { file: facts.goMod.file, ...require.versionPosition },
    subject: require.path,
    expected: require.version,
    actual,
    message: `${message}: Go will not build it ("inconsistent vendoring")`,
    fix: 'go mod vendor',
  };
}

function* surplus({ facts }: CheckInput, module: VendoredModule): Iterable<FindingDraft> {
  if (!module.explicit || module.version === undefined) return;
  // A module of that path at another version is reported at its require line.
  if (facts.goMod.require.some((r) => r.path === module.path)) return;
  yield {
    severity: 'error',
    location: { file: facts.vendor?.file ?? '', ...module.position },
    subject: module.path,
    actual: module.version,
    message: `vendor/modules.txt marks ${module.path} ${module.version} as explicit, go.mod does not require it: Go will not build it ("inconsistent vendoring")`,
    fix: 'go mod vendor',
  };
}

function* replacement({ facts }: CheckInput, module: VendoredModule): Iterable<FindingDraft> {
  const replace = replaceFor(facts.goMod, module.path, module.version);
  // A section that repeats a wildcard replace has no version and says nothing of its own.
  if (module.version === undefined) return;
  const [wanted, found] = [describe(replace?.new), describe(module.replacement)];
  if (wanted === found) return;
  yield {
    severity: 'error',
    location: replace
      ? { file: facts.goMod.file, ...replace.position }
      : { file: facts.vendor?.file ?? '', ...module.position },
    subject: module.path,
    expected: wanted ?? 'no replacement',
    actual: found ?? 'no replacement',
    message: `go.mod ${wanted ? `replaces ${module.path} by ${wanted}` : `does not replace ${module.path}`}, vendor/modules.txt ${found ? `says ${found}` : 'has no replacement'}: Go will not build it ("inconsistent vendoring")`,
    fix: 'go mod vendor',
  };
}

function key({ path, version }: ModuleVersion): string {
  return `${path}@${version}`;
}

function describe(module: ModuleVersion | undefined): string | undefined {
  return module && [module.path, module.version].filter(Boolean).join(' ');
}
