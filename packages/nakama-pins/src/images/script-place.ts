import { isScalar, type Node, Scalar } from 'yaml';
import { lineStart } from '../input/positions';
import type { Position } from '../input/problem';
import type { YamlDocument } from './yaml-document';

/** From a place in the text of a `|` block to the place in the file; in other styles, where the node begins. */
export function placeInFile(
  node: Node,
  yaml: YamlDocument,
  source: string,
): (position: Position) => Position {
  const block = yaml.position(node);
  if (!isScalar(node) || node.type !== Scalar.BLOCK_LITERAL) return () => block;
  const lines = String(node.value).split('\n');
  return ({ line, column }) => {
    // The node's own text begins in the line behind its mark.
    const start = lineStart(source, block.line + line);
    const row = source.slice(start, lineStart(source, block.line + line + 1)).replace(/\n$/, '');
    const text = lines[line - 1] ?? '';
    const indent = row.replace(/\r$/, '').length - text.length;
    return { line: block.line + line, column: column + indent };
  };
}
