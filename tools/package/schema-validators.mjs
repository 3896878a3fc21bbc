// Puts compiled validators in place of src/input/schema-validator.ts: loading ajv and compiling a schema take as long as
// judging a module.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';

const REPLACED = path.normalize('src/input/schema-validator.ts');
/** As src/input/schema-validator.ts has them. */
const OPTIONS = {
  allErrors: true,
  verbose: true,
  strictRequired: false,
  allowUnionTypes: true,
  validateSchema: false,
};
/** Describes what is printed; nothing is read by it. */
const UNUSED = 'output.schema.json';

/**
 * A plugin of rolldown.
 *
 * @param {string} packageDir absolute
 */
export function schemaValidators(packageDir) {
  return {
    name: 'schema-validators',
    load: (id) =>
      id === path.join(packageDir, REPLACED) ? { code: compiled(packageDir), moduleType: 'js' } : null,
  };
}

function compiled(packageDir) {
  const folder = path.join(packageDir, 'schema');
  const schemas = readdirSync(folder)
    .filter((file) => file !== UNUSED)
    .sort()
    .map((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')));
  const ajv = new Ajv({ ...OPTIONS, schemas, code: { source: true, esm: true } });
  const names = new Map(schemas.map(({ $id }, index) => [$id, `valid${index}`]));
  const functions = standalone.default(ajv, Object.fromEntries([...names].map(([id, name]) => [name, id])));
  const table = [...names].map(([id, name]) => `  ${JSON.stringify(id)}: ${name},\n`).join('');
  return `${functions}
const VALIDATORS = {
${table}};

export function schemaValidator({ $id }) {
  if (Object.hasOwn(VALIDATORS, $id)) return VALIDATORS[$id];
  throw new Error(\`the package was built without the schema \${$id}\`);
}
`;
}
