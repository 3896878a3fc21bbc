/**
 * Makes one thing for each key, however often it is asked for: what the tasks of a run share is read once.
 *
 * @param create not called again for a key that is equal as JSON
 */
export function oneForEach<Key, T>(create: (key: Key) => T): (key: Key) => T {
  const known = new Map<string, T>();
  return (key) => {
    // An undefined one has no JSON.
    const text = JSON.stringify(key) ?? '';
    if (!known.has(text)) known.set(text, create(key));
    return known.get(text) as T;
  };
}
