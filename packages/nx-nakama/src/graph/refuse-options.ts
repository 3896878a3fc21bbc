import { optionFaults, type OptionsSchema } from './option-faults';

/**
 * Refuses an option that a generator does not have, with the one that is meant and all that there are: Nx alone says that it
 * "is not found in schema". Values of a wrong type, and what an option may be, Nx says.
 *
 * @param generator `nx-nakama:release`
 * @throws Error that names all of them
 */
export function refuseOptions(generator: string, schema: OptionsSchema, options: object): void {
  const unknown = Object.entries(options).filter(([name]) => !Object.hasOwn(schema.properties, name));
  const faults = optionFaults(generator, schema, Object.fromEntries(unknown));
  if (faults.length > 0) throw new Error(faults.join('\n'));
}
