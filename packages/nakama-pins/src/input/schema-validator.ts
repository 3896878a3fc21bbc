import { Ajv, type ValidateFunction } from 'ajv';

const compiled = new WeakMap<object, ValidateFunction>();

/**
 * The function that checks values by a schema of this package; each schema is compiled once. In the published package,
 * another file stands in place of this one: it has the same functions, compiled when the package was built, because
 * loading ajv and compiling take as long as judging a module.
 *
 * @param schema JSON schema draft-07 with an `$id`
 */
export function schemaValidator(schema: object): ValidateFunction {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const validate = new Ajv(VALIDATOR_OPTIONS).compile(schema);
  compiled.set(schema, validate);
  return validate;
}

/** Our schemas are valid, and checking them would take as long as all the rest. */
const VALIDATOR_OPTIONS = {
  allErrors: true,
  verbose: true,
  strictRequired: false,
  allowUnionTypes: true,
  validateSchema: false,
};
