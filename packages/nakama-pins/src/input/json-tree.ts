import type { Node } from 'jsonc-parser';

/** Keys and array indices from the root to a value. */
export type JsonPath = readonly (string | number)[];

/** The parsed text of a JSON file. Keys are found by an index: an object may have half a million. */
export class JsonTree {
  /** Of each object that was asked: its keys, and the properties that they begin. */
  private readonly keys = new WeakMap<Node, ReadonlyMap<string, Node>>();

  constructor(readonly root: Node) {}

  /** The value at a path; without one there, the nearest around it. */
  nodeNear(path: JsonPath): Node {
    let node = this.root;
    for (const step of path) {
      const next = this.step(node, step);
      if (!next) break;
      node = next;
    }
    return node;
  }

  /** The key of an object; the object itself if it has no such key. */
  keyNode(object: Node, key: string): Node {
    return this.keysOf(object).get(key) ?? object;
  }

  /** The keys of a JSON pointer; array indices are numbers. */
  pathOf(pointer: string): JsonPath {
    const path: (string | number)[] = [];
    let node: Node | undefined = this.root;
    for (const part of pointer.split('/').slice(1)) {
      const key = part.replace(/~1/g, '/').replace(/~0/g, '~');
      const step: string | number = node?.type === 'array' ? Number(key) : key;
      node = node && this.step(node, step);
      path.push(step);
    }
    return path;
  }

  private step(node: Node, step: string | number): Node | undefined {
    if (typeof step === 'number') return node.type === 'array' ? node.children?.[step] : undefined;
    return node.type === 'object' ? this.keysOf(node).get(step)?.children?.[1] : undefined;
  }

  private keysOf(object: Node): ReadonlyMap<string, Node> {
    let keys = this.keys.get(object);
    if (!keys) {
      const named = (object.children ?? []).map((property): [string, Node] => [
        String(property.children?.[0]?.value),
        property,
      ]);
      keys = new Map(named);
      this.keys.set(object, keys);
    }
    return keys;
  }
}
