/**
 * Text for a terminal or a log, of which neither acts on anything but our colours and links: names of files, messages of
 * servers and words of other programs may hold what moves the cursor, hides text, rings, or is a command for a CI.
 *
 * Line breaks and tabs stay; a carriage return before a line break goes.
 *
 * @example
 * printable('plugins/\u001b[2Jarena'); // 'plugins/\\x1b[2Jarena'
 */
export function printable(text: string): string {
  if (!MAY_ACT.test(text)) return text;
  return text
    .replace(/\r\n/g, '\n')
    .replace(OWN_OR_CONTROL, (found, own: string | undefined) => own ?? escaped(found))
    .replace(CI_COMMAND, (_, indent: string, first: string) => `${indent}${escaped(first)}`);
}

/** A name within a line: a line break in it would begin a line of its own. */
export function printableName(name: string): string {
  return name.replace(/[\n\r\t\u2028\u2029]/g, escaped);
}

/** C0 and C1 but tab and line feed, DEL, separators of lines, and what changes the direction of text (CVE-2021-42574). */
const CONTROL = '[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]';

/** Colours and weights, as of picocolors; none that hides text. */
const COLOUR = '\\u001b\\[(?:0|1|2|3|4|22|23|24|3[0-79]|9[0-7])m';
/** A link to a page of ours, and its end. */
const LINK = '\\u001b\\]8;;(?:https://github\\.com/nx-nakama/[\\w./-]*)?\\u0007';

const OWN_OR_CONTROL = new RegExp(`(${COLOUR}|${LINK})|${CONTROL}`, 'g');

/**
 * What begins a line that a CI takes for a command: GitHub (actions/runner, ActionCommand.cs) and Azure Pipelines; spaces
 * before it do not count.
 */
const CI_COMMAND = /^([^\S\n]*)([:#])(?=:|#(?:\[|vso\[))/gm;

const MAY_ACT = new RegExp(`${CONTROL}|::|##`);

function escaped(char: string): string {
  const code = char.charCodeAt(0);
  if (char === '\n') return '\\n';
  if (char === '\t') return '\\t';
  if (char === '\r') return '\\r';
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}
