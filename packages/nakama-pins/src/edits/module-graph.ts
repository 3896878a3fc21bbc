import { compareVersions } from '../go-module/module-version';

/** A node of the module graph: a module at a version; the main module has none. */
interface Node {
  readonly path: string;
  readonly version?: string;
}

/** The module requirement graph, as `go mod graph` prints it (https://go.dev/ref/mod#go-mod-graph). */
export class ModuleGraph {
  private readonly requirements = new Map<string, string[]>();
  private readonly main: string | undefined;

  /** @param text lines `module[@version] module@version`, the main module's first */
  constructor(text: string) {
    for (const line of text.split('\n')) {
      const [from, to] = line.split(' ');
      if (!from || !to) continue;
      this.main ??= from;
      const known = this.requirements.get(from);
      if (known) known.push(to);
      else this.requirements.set(from, [to]);
    }
  }

  /** The versions of a module that something in the graph requires, sorted from low to high. */
  versions(path: string): string[] {
    const prefix = `${path}@`;
    const required = [...this.requirements.values()].flat().filter((node) => node.startsWith(prefix));
    return [...new Set(required)].map((node) => node.slice(prefix.length)).sort(compareVersions);
  }

  /**
   * The shortest chain of requirements from the main module to a version, both included: `example.com/arena`,
   * `github.com/acme/x@v1.2.0`, `go.uber.org/zap@v1.29.0`. Empty if nothing leads there.
   *
   * @param startsWith whether the first step may be to this module
   */
  chainTo(path: string, version: string, startsWith: (path: string) => boolean = () => true): string[] {
    if (this.main === undefined) return [];
    const target = `${path}@${version}`;
    const cameFrom = new Map<string, string | undefined>([[this.main, undefined]]);
    const queue = [this.main];
    for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
      if (node === target) return walkBack(node, cameFrom);
      for (const next of this.requirements.get(node) ?? []) {
        if (cameFrom.has(next) || (node === this.main && !startsWith(parseNode(next).path))) continue;
        cameFrom.set(next, node);
        queue.push(next);
      }
    }
    return [];
  }
}

/** Splits `path@version`. */
export function parseNode(node: string): Node {
  const at = node.lastIndexOf('@');
  return at < 0 ? { path: node } : { path: node.slice(0, at), version: node.slice(at + 1) };
}

function walkBack(node: string, cameFrom: ReadonlyMap<string, string | undefined>): string[] {
  const chain: string[] = [];
  for (let at: string | undefined = node; at !== undefined; at = cameFrom.get(at)) chain.unshift(at);
  return chain;
}
