import { JSON_VERSION } from '../open-workspace/envelope';

/**
 * The JSON that a command prints, as schema/output.schema.json describes it.
 *
 * @param command `releases diff`
 */
export function jsonOutput(command: string, value: object): string {
  return `${JSON.stringify({ version: JSON_VERSION, command, ...value }, null, 2)}\n`;
}
