// Whether a conflict's chain is in Go's own module graph.

/**
 * @param {readonly string[]} chain `module`, `module@version`, …
 * @param {string} graph what `go mod graph` prints
 * @returns {boolean} every step is a requirement of the graph, and the chain begins at the main module; it may also end
 *   there, if the plugin's own code does not compile
 */
export function isChain(chain, graph) {
  const edges = new Set(graph.split('\n'));
  const main = graph.split(' ', 1)[0];
  return chain[0] === main && chain.slice(1).every((module, i) => edges.has(`${chain[i]} ${module}`));
}

/** The go.mod text without its exclude lines, so that the graph shows the demands that they hide. */
export function withoutExcludes(goMod) {
  return goMod.replace(/^exclude \([^)]*\)\n?/gm, '').replace(/^exclude .*\n?/gm, '');
}
