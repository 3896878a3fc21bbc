// Whether a conflict's chain is what Go's own module graph says.

/**
 * @param {readonly string[]} chain `module`, `module@version`, …
 * @param {string} graph what `go mod graph` prints
 * @returns {boolean} every step is a requirement of the graph, and the chain begins at the main module; it may also end
 *   there, where the plugin's own code is what does not compile
 */
export function isChain(chain, graph) {
  const edges = new Set(graph.split('\n'));
  const main = graph.split(' ', 1)[0];
  return chain[0] === main && chain.slice(1).every((module, i) => edges.has(`${chain[i]} ${module}`));
}

/** A go.mod text in which the demands show again that exclude lines keep out. */
export function withoutExcludes(goMod) {
  return goMod.replace(/^exclude \([^)]*\)\n?/gm, '').replace(/^exclude .*\n?/gm, '');
}
