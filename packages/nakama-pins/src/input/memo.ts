/**
 * Makes one thing for each key, however often it is asked for.
 *
 * @param make called once for keys that are equal as JSON
 */
export function memo<Key, T>(make: (key: Key) => T): (key: Key) => T {
  const known = new Map<string, T>();
  return (key) => {
    // `undefined` has no JSON.
    const text = JSON.stringify(key) ?? '';
    if (!known.has(text)) known.set(text, make(key));
    return known.get(text) as T;
  };
}
