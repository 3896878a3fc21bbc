import { groupBy } from './group-by';

/**
 * Finds the values of a list that have a key, in the order of the list. Each list is indexed once, when it is first asked
 * of: thousands of look-ups in thousands of values are no more work than reading the list. It must not change after.
 *
 * @example
 * const requirementsOf = byKey(({ path }: RequireDirective) => path);
 * requirementsOf(goMod.require, 'go.uber.org/zap')[0]?.version;
 */
export function byKey<T extends object>(
  keyOf: (value: T) => string,
): (list: readonly T[], key: string) => readonly T[] {
  const indices = new WeakMap<readonly T[], ReadonlyMap<string, readonly T[]>>();
  return (list, key) => {
    let index = indices.get(list);
    if (!index) {
      index = groupBy(list, keyOf);
      indices.set(list, index);
    }
    return index.get(key) ?? NONE;
  };
}

const NONE: readonly never[] = [];
