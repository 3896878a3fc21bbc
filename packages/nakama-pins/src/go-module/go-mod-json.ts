import type { GoMod, GoWork, ModuleVersion, ReplaceDirective } from './module-files';

/**
 * A go.mod file in the shape that `go mod edit -json` prints: an empty list is null, an empty string is left
 * out, and of repeated `exclude`, `tool`, `ignore` the first remains, of repeated `replace` the last.
 */
export function goModJson(goMod: GoMod): object {
  return {
    Module: { Path: goMod.module?.path ?? '', ...nonEmpty({ Deprecated: goMod.module?.deprecated }) },
    ...nonEmpty({ Go: goMod.go?.version, Toolchain: goMod.toolchain?.name }),
    // go's own Cleanup drops directives without a key or path.
    ...nonEmptyList(
      'GoDebug',
      goMod.godebug.filter(({ key }) => key !== '').map(({ key, value }) => ({ Key: key, Value: value })),
    ),
    Require: listOrNull(
      goMod.require
        .filter(({ path }) => path !== '')
        .map(({ path, version, indirect }) => ({
          Path: path,
          Version: version,
          ...(indirect ? { Indirect: true } : {}),
        })),
    ),
    Exclude: listOrNull(
      uniqueBy(goMod.exclude, versionKey)
        .filter(({ path }) => path !== '')
        .map(moduleVersionJson),
    ),
    Replace: replaceJson(goMod.replace),
    Retract: listOrNull(
      goMod.retract
        .filter(({ low, high }) => low !== '' || high !== '')
        .map(({ low, high, rationale }) => nonEmpty({ Low: low, High: high, Rationale: rationale })),
    ),
    Tool: listOrNull(uniqueBy(goMod.tool, ({ path }) => path).map(({ path }) => ({ Path: path }))),
    Ignore: listOrNull(uniqueBy(goMod.ignore, ({ path }) => path).map(({ path }) => ({ Path: path }))),
  };
}

/** A go.work file in the shape that `go work edit -json` prints. */
export function goWorkJson(goWork: GoWork): object {
  return {
    ...nonEmpty({ Go: goWork.go?.version }),
    Use: listOrNull(goWork.use.filter(({ path }) => path !== '').map(({ path }) => ({ DiskPath: path }))),
    Replace: replaceJson(goWork.replace),
  };
}

/** JSON text as Go's encoding/json writes it, indented by tabs, with a final line break. */
export function goJsonText(value: object): string {
  const text = JSON.stringify(value, null, '\t').replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${text}\n`;
}

/** The last replacement of a module is the one that counts. */
function replaceJson(replacements: readonly ReplaceDirective[]): readonly object[] | null {
  const kept = new Map(replacements.map((item) => [versionKey(item.old), item]));
  return listOrNull(
    replacements
      .filter((item) => item.old.path !== '' && kept.get(versionKey(item.old)) === item)
      .map((item) => ({ Old: moduleVersionJson(item.old), New: moduleVersionJson(item.new) })),
  );
}

function moduleVersionJson({ path, version }: ModuleVersion): object {
  return { Path: path, ...nonEmpty({ Version: version }) };
}

/** Without the members that are empty: Go's `omitempty`. */
function nonEmpty(members: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(members).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}

function nonEmptyList(name: string, list: readonly object[]): object {
  return list.length > 0 ? { [name]: list } : {};
}

/** Go prints an empty list as null. */
function listOrNull(list: readonly object[]): readonly object[] | null {
  return list.length > 0 ? list : null;
}

function versionKey({ path, version }: ModuleVersion): string {
  return `${path}\n${version ?? ''}`;
}

function uniqueBy<T>(list: readonly T[], keyOf: (item: T) => string): T[] {
  const seen = new Set<string>();
  return list.filter((item) => {
    const key = keyOf(item);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
