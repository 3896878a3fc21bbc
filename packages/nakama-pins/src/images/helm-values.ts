import { isMap, type YAMLMap } from 'yaml';
import { orUndefined } from '../input/problem';
import { offsetOf, originAt, type TracedText, wholeText } from './traced-text';
import { parseYaml, scalarText, type YamlDocument } from './yaml-document';

/** Deeper values are nobody's tag. */
const MAX_DEPTH = 8;

/**
 * The values of a Helm chart by the names that its templates give them: `.Values.image.tag`. None if the file is not
 * YAML.
 */
export function readHelmValues(text: string, file: string): ReadonlyMap<string, TracedText> {
  const values = new Map<string, TracedText>();
  const gather = (map: YAMLMap, path: string, yaml: YamlDocument, depth: number): void => {
    for (const item of map.items) {
      const name = `${path}.${scalarText(item.key) ?? ''}`;
      const node = yaml.follow(item.value);
      const value = scalarText(node);
      if (isMap(node) && depth < MAX_DEPTH) gather(node, name, yaml, depth + 1);
      else if (node && value !== undefined) {
        const origin = originAt(file, text, offsetOf(text, yaml.position(node)), value);
        values.set(name, wholeText(value, origin));
      }
    }
  };
  orUndefined(() => {
    for (const yaml of parseYaml(text.replace(/^\uFEFF/, ''), file)) {
      if (isMap(yaml.root)) gather(yaml.root, '.Values', yaml, 0);
    }
  });
  return values;
}
