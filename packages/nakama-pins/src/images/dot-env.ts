import { substitute, withinLimits } from './substitution';
import { type Origin, originBehind, positionOf, type TracedText, wholeText } from './traced-text';

const ASSIGNMENT = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.]*)\s*[=:]\s*/;

/**
 * Reads the `.env` that Compose takes variables from
 * (https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax): later lines
 * win and may use earlier ones; single quotes keep `$` as it is. Lines that assign nothing are skipped; a quoted
 * value of several lines is not read, because it can't be an image reference.
 */
export function parseDotEnv(text: string, file: string): Record<string, TracedText> {
  const values = new Map<string, TracedText>();
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  while (start <= text.length) {
    const lineBreak = text.indexOf('\n', start);
    const end = lineBreak < 0 ? text.length : lineBreak;
    const line = text.slice(start, end);
    const [written = '', name] = ASSIGNMENT.exec(line) ?? [];
    if (name !== undefined) {
      const origin = { file, source: text, offset: start + written.length };
      const raw = line.slice(written.length).trimEnd();
      const value = withinLimits(
        () => ({ file, position: positionOf(origin) }),
        () => readValue(raw, origin, values),
      );
      values.set(name, value);
    }
    start = end + 1;
  }
  return Object.fromEntries(values);
}

function readValue(raw: string, origin: Origin, values: ReadonlyMap<string, TracedText>): TracedText {
  const literal = /^'([^']*)'/.exec(raw)?.[1];
  if (literal !== undefined) return wholeText(literal, originBehind(origin, 1));
  const lookup = (variable: string) => values.get(variable) ?? wholeText('');
  const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(raw)?.[1];
  if (quoted === undefined) return substitute(raw.replace(/(?:^|\s)#.*$/, '').trimEnd(), lookup, origin);
  // With escapes, the written text is not the value.
  const isLiteral = !quoted.includes('\\');
  const value = quoted.replace(/\\(["\\])/g, '$1');
  return substitute(value, lookup, isLiteral ? originBehind(origin, 1) : undefined);
}
