import type { FuncDeclaration } from '../go-module/find-func';
import type { GoFileHeader, GoImport } from '../go-module/module-files';
import { RUNTIME_PACKAGE } from '../releases/nakama-modules';
import type { ForeignImport, InitModuleDeclaration } from './facts';

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

/** How a declared InitModule differs from the function type that the server requires. */
export function signatureOf(
  declared: FuncDeclaration,
  header: GoFileHeader,
): Pick<InitModuleDeclaration, 'differences' | 'foreignImports'> {
  const differences: string[] = [];
  const foreignImports = new Map<string, ForeignImport>();
  if (declared.receiver) differences.push('it is a method');
  if (declared.typeParams) differences.push('it has type parameters');
  const types = declared.params.flatMap((p) => Array<string>(Math.max(1, p.names.length)).fill(p.typeText));
  if (types.length !== PARAMETERS.length) {
    differences.push(`${types.length} parameters instead of ${PARAMETERS.length}`);
  } else {
    types.forEach((text, i) => {
      const expected = PARAMETERS[i] as ExpectedType;
      if (isType(text, expected, header)) return;
      const foreign = foreignImport(text, expected, header);
      if (foreign) foreignImports.set(foreign.path, foreign);
      else differences.push(`parameter ${i + 1} is ${text} instead of ${describe(expected)}`);
    });
  }
  if (declared.results.length !== 1 || declared.results[0] !== 'error') {
    differences.push(`it returns ${declared.results.join(', ') || 'nothing'} instead of error`);
  }
  return { differences, foreignImports: [...foreignImports.values()] };
}

/** The import that gives the type its right name, from another package: `runtime.Logger` of a fork. */
function foreignImport(
  text: string,
  { importPath, name, pointer }: ExpectedType,
  header: GoFileHeader,
): ForeignImport | undefined {
  const [, star, qualifier, typeName] = QUALIFIED.exec(text) ?? [];
  if (typeName !== name || (star === '*') !== (pointer ?? false)) return undefined;
  const imported = importOf(qualifier, header);
  // One of the server's own packages under the right name of another is a wrong name.
  return imported && !PARAMETERS.some((parameter) => parameter.importPath === imported.path)
    ? { path: imported.path, wanted: importPath, position: imported.position }
    : undefined;
}

const QUALIFIED = /^(\*?)([\p{L}_][\p{L}\p{N}_]*)\.([\p{L}_][\p{L}\p{N}_]*)$/u;

function isType(text: string, expected: ExpectedType, header: GoFileHeader): boolean {
  const qualified = QUALIFIED.exec(text);
  // An unqualified name may be dot-imported or an alias of the plugin's own; headers do not show which.
  if (!qualified) return /^\*?[\p{L}_][\p{L}\p{N}_]*$/u.test(text);
  const [, star, qualifier, name] = qualified;
  if ((star === '*') !== (expected.pointer ?? false)) return false;
  return importOf(qualifier, header)?.path === expected.importPath && name === expected.name;
}

function importOf(qualifier: string | undefined, { imports }: GoFileHeader): GoImport | undefined {
  return imports.find((i) => (i.name ?? i.path.slice(i.path.lastIndexOf('/') + 1)) === qualifier);
}

function describe({ importPath, name, pointer }: ExpectedType): string {
  return `${pointer ? '*' : ''}${importPath.slice(importPath.lastIndexOf('/') + 1)}.${name}`;
}
