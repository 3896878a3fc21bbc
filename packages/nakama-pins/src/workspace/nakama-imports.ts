import { ConstraintSyntaxError, parseGoBuild } from '../go-module/build-constraint';
import type { ModuleImports } from '../go-module/import-list';
import { JSON_MAX_BYTES, type JsonFile, parseJsonText } from '../input/json-file';
import { packageJson } from '../input/package-dir';
import { ProblemList } from '../input/problem';
import type { KnownImports } from './facts';
import { type Folders, under } from './folders';

/** The file beside go.mod that says what packages of other modules import. `pin` writes it. */
export const NAKAMA_IMPORTS = 'nakama-imports.json';

/** A nakama-imports.json, by its schema (schema/nakama-imports.schema.json). */
interface NakamaImports {
  readonly version: 1;
  readonly modules: readonly ModuleImports[];
}

/**
 * The lists of the nakama-imports.json in a folder; undefined if there is none.
 *
 * @throws InputError if it breaks its schema, or a build constraint in it can't be read
 */
export function readNakamaImports(folders: Folders, dir: string): readonly KnownImports[] | undefined {
  if (!folders.has(dir, NAKAMA_IMPORTS)) return undefined;
  const file = under(dir, NAKAMA_IMPORTS);
  const json = parseJsonText<NakamaImports>(folders.text(file, JSON_MAX_BYTES), file, schema());
  refuseConstraints(json, file);
  return json.value.modules.map((entry, m) => ({
    ...entry,
    // Few entries are ever named.
    get location() {
      return { file, ...json.positionOf(['modules', m, 'path']) };
    },
  }));
}

/** The text of the file, sorted: the same for the same lists. */
export function nakamaImportsText(modules: readonly ModuleImports[]): string {
  const sorted = [...modules]
    .sort((a, b) => compare(a.path, b.path) || compare(a.version, b.version))
    .map(({ path, version, sum, packages }) => ({
      path,
      version,
      sum,
      packages: Object.fromEntries(Object.entries(packages).sort(([a], [b]) => compare(a, b))),
    }));
  return `${JSON.stringify({ version: 1, modules: sorted }, undefined, 2)}\n`;
}

let loaded: object | undefined;

function schema(): object {
  return (loaded ??= packageJson<object>('schema/nakama-imports.schema.json'));
}

function refuseConstraints({ value, positionOf }: JsonFile<NakamaImports>, file: string): void {
  const problems = new ProblemList();
  value.modules.forEach(({ packages }, m) => {
    for (const [name, imports] of Object.entries(packages))
      imports.forEach((entry, i) => {
        const wrong = typeof entry === 'string' ? undefined : faultOf(entry.if);
        if (wrong === undefined) return;
        problems.add(() => ({
          file,
          position: positionOf(['modules', m, 'packages', name, i, 'if']),
          message: `the build constraint can't be read: ${wrong}`,
          fix: FIX,
        }));
      });
  });
  problems.throwIfAny();
}

const FIX = 'let nakama-pins write the file again: remove it, then run npx nakama-pins pin';

function faultOf(constraint: string): string | undefined {
  try {
    parseGoBuild(constraint);
    return undefined;
  } catch (error) {
    if (error instanceof ConstraintSyntaxError) return error.message;
    throw error;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
