import { wellFormed } from './well-formed';

/**
 * An XML element.
 *
 * @param content its text, or its elements
 */
export function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  content: string | readonly string[],
): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  const inner = typeof content === 'string' ? escaped(content) : `\n${content.join('\n')}\n`;
  return `<${name}${written.join('')}>${inner}</${name}>`;
}

/** What XML 1.0 has no form for (https://www.w3.org/TR/xml/#charsets). */
// eslint-disable-next-line no-control-regex
const NO_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};

function escaped(text: string): string {
  return wellFormed(text)
    .replace(NO_CHARACTER, '\ufffd')
    .replace(/[&<>"\r]/g, (char) => ENTITIES[char] ?? char);
}
