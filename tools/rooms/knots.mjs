// Rings in a graph of arrows: Map from -> Map to -> anything.

/**
 * The sets of nodes that all reach each other, each sorted; nodes that reach themselves over no other are left out.
 *
 * @returns {string[][]}
 */
export function findKnots(arrows) {
  const reach = new Map([...arrows.keys()].map((node) => [node, reachedFrom(node, arrows)]));
  const knots = new Map();
  for (const [node, reached] of reach) {
    const knot = [...reached].filter((other) => reach.get(other)?.has(node)).sort();
    if (knot.length > 1) knots.set(knot[0], knot);
  }
  return [...knots.values()].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** How many different ways lead from a node back to it without a node twice. */
export function countRings(arrows, knots) {
  return knots.reduce((total, knot) => {
    // Each ring is counted at its first node.
    return (
      total + knot.reduce((sum, start, index) => sum + waysBack(start, new Set(knot.slice(index)), arrows), 0)
    );
  }, 0);
}

function reachedFrom(start, arrows) {
  const reached = new Set();
  const queue = [start];
  for (const node of queue) {
    for (const to of arrows.get(node)?.keys() ?? []) {
      if (!reached.has(to)) queue.push(to);
      reached.add(to);
    }
  }
  return reached;
}

function waysBack(start, allowed, arrows) {
  const walk = (node, open) => {
    let ways = 0;
    for (const to of arrows.get(node)?.keys() ?? []) {
      if (to === start) ways++;
      else if (open.has(to)) ways += walk(to, new Set([...open].filter((other) => other !== to)));
    }
    return ways;
  };
  return walk(start, new Set([...allowed].filter((other) => other !== start)));
}
