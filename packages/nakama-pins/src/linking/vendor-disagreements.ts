import { replaceFor, requirementOf } from '../go-module/build-list';
import { compareGo } from '../go-module/compare-go';
import type {
  ModuleVersion,
  ReplaceDirective,
  RequireDirective,
  VendoredModule,
} from '../go-module/module-files';
import { pathAndVersion } from '../go-module/module-version';
import type { FindingLocation } from '../input/problem';
import type { PluginFacts } from '../workspace/facts';
import { usesVendor, vendoredOf } from './selection';

/** One thing in which vendor/modules.txt and go.mod disagree. */
export type VendorDisagreement = { readonly module: string; readonly location: FindingLocation } & (
  | {
      readonly kind: 'requirement';
      readonly required: string;
      /** What modules.txt has of the module; `isUnmarked`: without "## explicit". */
      readonly vendored?: { readonly version: string | undefined; readonly isUnmarked: boolean };
    }
  /** modules.txt marks it as explicit, and go.mod does not require it. */
  | { readonly kind: 'surplus'; readonly version: string }
  | { readonly kind: 'replacement'; readonly wanted: string | undefined; readonly found: string | undefined }
);

/**
 * Where vendor/modules.txt and go.mod disagree, so that Go refuses to build ("inconsistent vendoring"): the rules of
 * checkVendorConsistency in cmd/go/internal/modload/vendor.go. Empty without vendor/.
 */
export function vendorDisagreements(facts: PluginFacts): VendorDisagreement[] {
  const { vendor, goMod } = facts;
  if (!vendor) return [];
  const vendored = new Map(vendor.modules.map((m) => [key(m), m]));
  const explicit =
    vendor.modules.some((m) => m.explicit) || compareGo(goMod.go?.version ?? '1.16', '1.14') >= 0;
  const requirements = goMod.require.flatMap((require) =>
    explicit ? requirement(facts, require, vendored) : unmarked(facts, require),
  );
  if (!usesVendor(facts)) return requirements;
  const replaces = goMod.replace.flatMap((replace) => unmarkedReplace(facts, replace, explicit));
  const others = vendor.modules.flatMap((module) => [
    ...surplus(facts, module),
    ...surplusReplacement(facts, module),
  ]);
  return [...requirements, ...replaces, ...others];
}

/** Whether Go takes packages from vendor/: it uses the folder, and the folder agrees with go.mod. */
export function buildsFromVendor(facts: PluginFacts): boolean {
  return usesVendor(facts) && vendorDisagreements(facts).length === 0;
}

function requirement(
  facts: PluginFacts,
  require: RequireDirective,
  vendored: ReadonlyMap<string, VendoredModule>,
): VendorDisagreement[] {
  if (vendored.get(key(require))?.explicit) return [];
  const other = facts.vendor && vendoredOf(facts.vendor.modules, require.path)[0];
  const found = other && { version: other.version, isUnmarked: !other.explicit };
  return [ofRequirement(facts, require, found)];
}

/** Before go 1.14 modules.txt names no explicit requirements: only another version is seen. */
function unmarked(facts: PluginFacts, require: RequireDirective): VendorDisagreement[] {
  const other = facts.vendor && vendoredOf(facts.vendor.modules, require.path)[0];
  if (!other || other.version === require.version) return [];
  return [ofRequirement(facts, require, { version: other.version, isUnmarked: false })];
}

function ofRequirement(
  { goMod }: PluginFacts,
  { path, version, versionPosition }: RequireDirective,
  vendored: { readonly version: string | undefined; readonly isUnmarked: boolean } | undefined,
): VendorDisagreement {
  return {
    kind: 'requirement',
    module: path,
    location: { file: goMod.file, ...versionPosition },
    required: version,
    ...(vendored && { vendored }),
  };
}

function surplus({ goMod, vendor }: PluginFacts, module: VendoredModule): VendorDisagreement[] {
  if (!module.explicit || module.version === undefined) return [];
  // A module of that path at another version is reported at its require line.
  if (requirementOf(goMod, module.path)) return [];
  const location = { file: vendor?.file ?? '', ...module.position };
  return [{ kind: 'surplus', module: module.path, location, version: module.version }];
}

/** Every replace of go.mod must be marked by its own line, also one of a module that nothing is vendored of. */
function unmarkedReplace(
  { goMod, vendor }: PluginFacts,
  { old, new: target, position }: ReplaceDirective,
  marksAll: boolean,
): VendorDisagreement[] {
  const sections = vendoredOf(vendor?.modules ?? [], old.path);
  const marked = sections.find((m) => m.version === old.version)?.replacement;
  const [wanted, found] = [pathAndVersion(target), marked && pathAndVersion(marked)];
  if (wanted === found) return [];
  // Before go 1.14 modules.txt had no lines for replaces of all versions, or of modules without packages.
  const isListed = sections.some((m) => m.version === old.version);
  if (!marked && !marksAll && (old.version === undefined || !isListed)) return [];
  const location = { file: goMod.file, ...position };
  return [{ kind: 'replacement', module: old.path, location, wanted, found }];
}

/** What modules.txt marks as replaced and go.mod does not replace. */
function surplusReplacement({ goMod, vendor }: PluginFacts, module: VendoredModule): VendorDisagreement[] {
  const { path, version, replacement } = module;
  if (!replacement || replaceFor(goMod, path, version)) return [];
  const location = { file: vendor?.file ?? '', ...module.position };
  return [
    { kind: 'replacement', module: path, location, wanted: undefined, found: pathAndVersion(replacement) },
  ];
}

function key({ path, version }: ModuleVersion): string {
  return `${path}@${version}`;
}
