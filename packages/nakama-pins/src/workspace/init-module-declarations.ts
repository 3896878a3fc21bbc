import type { FuncDeclaration } from '../go-module/find-func';
import type { GoFileHeader } from '../go-module/module-files';
import { RUNTIME_PACKAGE } from '../releases/nakama-modules';

/** The type that the server requires (nakama: server/runtime_go.go). */
export const INIT_MODULE_SIGNATURE =
  'func InitModule(ctx context.Context, logger runtime.Logger, db *sql.DB, nk runtime.NakamaModule, initializer runtime.Initializer) error';

/** A type of the signature: package and name, and whether it is a pointer. */
interface ExpectedType {
  readonly importPath: string;
  readonly name: string;
  readonly pointer?: boolean;
}

/** The parameters that the server requires (nakama: server/runtime_go.go). */
const PARAMETERS: readonly ExpectedType[] = [
  { importPath: 'context', name: 'Context' },
  { importPath: RUNTIME_PACKAGE, name: 'Logger' },
  { importPath: 'database/sql', name: 'DB', pointer: true },
  { importPath: RUNTIME_PACKAGE, name: 'NakamaModule' },
  { importPath: RUNTIME_PACKAGE, name: 'Initializer' },
];

/** What differs between a declared InitModule and the function type that the server requires; empty if nothing. */
export function signatureDifferences(declared: FuncDeclaration, header: GoFileHeader): string[] {
  const differences: string[] = [];
  if (declared.receiver) differences.push('it is a method');
  if (declared.typeParams) differences.push('it has type parameters');
  const types = declared.params.flatMap((p) => Array<string>(Math.max(1, p.names.length)).fill(p.typeText));
  if (types.length !== PARAMETERS.length) {
    differences.push(`${types.length} parameters instead of ${PARAMETERS.length}`);
  } else {
    types.forEach((text, i) => {
      const expected = PARAMETERS[i] as ExpectedType;
      if (!isType(text, expected, header))
        differences.push(`parameter ${i + 1} is ${text} instead of ${describe(expected)}`);
    });
  }
  if (declared.results.length !== 1 || declared.results[0] !== 'error') {
    differences.push(`it returns ${declared.results.join(', ') || 'nothing'} instead of error`);
  }
  return differences;
}

function isType(text: string, expected: ExpectedType, header: GoFileHeader): boolean {
  const bare = text.startsWith('*') ? text.slice(1) : text;
  const qualified = /^([\p{L}_][\p{L}\p{N}_]*)\.([\p{L}_][\p{L}\p{N}_]*)$/u.exec(bare);
  // An unqualified name may be dot-imported or an alias of the plugin's own; headers do not show which.
  if (!qualified) return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(bare);
  if (text.startsWith('*') !== (expected.pointer ?? false)) return false;
  const [, qualifier, name] = qualified;
  const imported = header.imports.find(
    (i) => (i.name ?? i.path.slice(i.path.lastIndexOf('/') + 1)) === qualifier,
  );
  return imported?.path === expected.importPath && name === expected.name;
}

function describe({ importPath, name, pointer }: ExpectedType): string {
  return `${pointer ? '*' : ''}${importPath.slice(importPath.lastIndexOf('/') + 1)}.${name}`;
}
