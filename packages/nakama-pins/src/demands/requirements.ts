import { isPruned } from '../go-module/build-list';
import { compareGo } from '../go-module/compare-go';
import { orUndefinedLater } from './or-undefined-later';
import type { Published } from './published-modules';

/** A requirement that a module version brings into a build. */
export interface Requirement {
  readonly path: string;
  readonly version: string;
  /** From the module version to the requirement, both included: `github.com/acme/x@v1.2.0`, `go.uber.org/zap@v1.29.0`. */
  readonly chain: readonly string[];
}

/** All that a module version brings into a build, as far as go.mod files tell. */
export interface Requirements {
  readonly requires: readonly Requirement[];
  /** The highest go line, and the way to it. */
  readonly go?: { readonly version: string; readonly chain: readonly string[] };
}

/** Modules of before go 1.17 can lead to hundreds of others; what lies beyond, go itself finds. */
const MAX_MODULES = 400;

/**
 * What a module version requires: what its go.mod lists, which from go 1.17 on is all that its packages need, and before
 * that what the modules listed there require in turn (https://go.dev/ref/mod#graph-pruning).
 *
 * @throws DownloadError if its go.mod can't be had; InputError if it can't be read
 */
export async function requirementsOf(
  path: string,
  version: string,
  published: Published,
): Promise<Requirements> {
  const root = `${path}@${version}`;
  const first = await published.goMod(path, version);
  const requires: Requirement[] = [];
  let go: Requirements['go'] = first.go && { version: first.go.version, chain: [root] };
  const seen = new Set([root]);
  let level = [{ goMod: first, chain: [root] }];
  while (level.length > 0 && seen.size < MAX_MODULES) {
    const next = level.flatMap(({ goMod, chain }) =>
      goMod.require.flatMap((required) => {
        const node = `${required.path}@${required.version}`;
        if (seen.has(node)) return [];
        seen.add(node);
        const way = [...chain, node];
        requires.push({ path: required.path, version: required.version, chain: way });
        return isPruned(goMod) ? [] : [{ ...required, chain: way }];
      }),
    );
    const read = await Promise.all(
      next.map(async ({ path: at, version: of, chain }) => {
        const goMod = await orUndefinedLater(published.goMod(at, of));
        return goMod ? [{ goMod, chain }] : [];
      }),
    );
    level = read.flat();
    for (const { goMod, chain } of level) {
      const line = goMod.go?.version;
      if (line !== undefined && (!go || compareGo(line, go.version) > 0)) go = { version: line, chain };
    }
  }
  return { requires, ...(go && { go }) };
}
