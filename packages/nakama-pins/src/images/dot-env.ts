import { substitute } from './substitution';

const ASSIGNMENT = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.]*)\s*[=:]\s*(.*?)\s*$/;

/**
 * Reads the `.env` that Compose takes variables from
 * (https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax): later lines
 * win and may use earlier ones; single quotes keep `$` as it is. Lines that assign nothing are passed over; a quoted
 * value of several lines is not read, as no image reference has one.
 */
export function parseDotEnv(text: string): Record<string, string> {
  const values = new Map<string, string>();
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const [, name, raw = ''] = ASSIGNMENT.exec(line) ?? [];
    if (name === undefined) continue;
    const literal = /^'([^']*)'/.exec(raw)?.[1];
    const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(raw)?.[1]?.replace(/\\(["\\])/g, '$1');
    const written = quoted ?? raw.replace(/(?:^|\s+)#.*$/, '');
    values.set(name, literal ?? substitute(written, (variable) => values.get(variable) ?? '').value);
  }
  return Object.fromEntries(values);
}
