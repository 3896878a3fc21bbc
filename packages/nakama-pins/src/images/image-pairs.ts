import { isMap, type YAMLMap } from 'yaml';
import { orUndefined } from '../input/problem';
import { readImageReference } from './image-reference';
import type { ImageUse } from './image-use';
import { imageName, isNakama, mayBeCopy } from './nakama-images';
import type { Substitution } from './substitution';
import { offsetOf, originAt, wholeText } from './traced-text';
import { parseYaml, scalarText, type YamlDocument } from './yaml-document';

/** The keys of a name and of its tag: a Helm chart's values, and kustomize (`images`). */
const KEYS = [
  ['repository', 'tag'],
  ['newName', 'newTag'],
  ['name', 'newTag'],
] as const;

/** The images of Nakama that YAML names in two keys: `repository: heroiclabs/nakama`, `tag: 3.40.0`. */
export function readImagePairs(text: string, file: string, names: readonly string[] = []): ImageUse[] {
  if (!/\b(?:repository|newTag)["']?[ \t]*:/.test(text)) return [];
  // A template is no YAML yet.
  const images = orUndefined(() =>
    parseYaml(text.replace(/^\uFEFF/, ''), file).flatMap((yaml) =>
      [...mapsIn(yaml.root)].flatMap((map) => imageOf(map, yaml, { file, text, names })),
    ),
  );
  return images ?? [];
}

function* mapsIn(node: unknown): Iterable<YAMLMap> {
  const items = (node as { items?: readonly unknown[] } | undefined)?.items;
  if (!items) return;
  if (isMap(node)) yield node;
  for (const item of items) yield* mapsIn((item as { value?: unknown }).value ?? item);
}

interface Context {
  readonly file: string;
  readonly text: string;
  readonly names: readonly string[];
}

function imageOf(map: YAMLMap, yaml: YamlDocument, { file, text, names }: Context): ImageUse[] {
  for (const [nameKey, tagKey] of KEYS) {
    const name = yaml.get(map, nameKey);
    const repository = scalarText(name);
    if (!name || !repository?.trim()) continue;
    const tagNode = yaml.get(map, tagKey);
    const tag = scalarText(tagNode);
    if (tagKey === 'newTag' && tag === undefined) continue;
    const registry = scalarText(yaml.get(map, 'registry'));
    const digest = scalarText(yaml.get(map, 'digest'));
    const prefix = `${registry ? `${registry}/` : ''}${repository}`;
    const origin =
      tagNode && tag ? originAt(file, text, offsetOf(text, yaml.position(tagNode)), tag) : undefined;
    const pieces = [
      { text: tag ? `${prefix}:` : prefix, isGlue: true },
      ...wholeText(tag ?? '', origin).pieces,
      ...(digest ? [{ text: `@${digest}`, isGlue: true }] : []),
    ];
    const value = pieces.map((piece) => piece.text).join('');
    if (!/^[\w./:@-]*$/.test(value)) continue;
    const reference: Substitution = { value, pieces, variables: [] };
    const position = yaml.position(name);
    const image: ImageUse = {
      file,
      position,
      kind: 'text',
      raw: value,
      ...readImageReference(reference, file, position),
      buildsPlugin: false,
    };
    if (isNakama(image) || names.includes(imageName(image)) || mayBeCopy(image)) return [image];
  }
  return [];
}
