import { ModuleGraph, parseNode } from './module-graph';

/** arena requires x and y directly and lists zap; x and z demand more of zap than arena lists. */
const GRAPH = `example.com/arena go@1.26.5
example.com/arena example.com/x@v1.2.0
example.com/arena example.com/y@v1.0.0
example.com/arena example.com/z@v0.1.0
example.com/arena go.uber.org/zap@v1.28.0
example.com/x@v1.2.0 example.com/z@v0.1.0
example.com/y@v1.0.0 example.com/x@v1.2.0
example.com/z@v0.1.0 go.uber.org/zap@v1.28.0
example.com/z@v0.1.0 go.uber.org/zap@v1.9.0
example.com/z@v0.1.0 go.uber.org/zapper@v1.99.0
`;
const graph = new ModuleGraph(GRAPH);
const ZAP = 'go.uber.org/zap';

describe('ModuleGraph', () => {
  it('sorts the versions that are required from low to high, of this module alone', () => {
    expect(graph.versions(ZAP)).toEqual(['v1.9.0', 'v1.28.0']);
    expect(graph.versions('example.com/arena')).toEqual([]);
  });

  it('finds the shortest chain from the main module', () => {
    expect(graph.chainTo(ZAP, 'v1.28.0')).toEqual(['example.com/arena', 'go.uber.org/zap@v1.28.0']);
    expect(graph.chainTo(ZAP, 'v1.9.0')).toEqual([
      'example.com/arena',
      'example.com/z@v0.1.0',
      'go.uber.org/zap@v1.9.0',
    ]);
  });

  it('begins a chain only at the modules it is given', () => {
    const direct = new Set(['example.com/x', 'example.com/y']);
    expect(graph.chainTo(ZAP, 'v1.28.0', (path) => direct.has(path))).toEqual([
      'example.com/arena',
      'example.com/x@v1.2.0',
      'example.com/z@v0.1.0',
      'go.uber.org/zap@v1.28.0',
    ]);
    expect(graph.chainTo(ZAP, 'v1.28.0', () => false)).toEqual([]);
  });

  it('has no chain to what nothing requires, and none in an empty graph', () => {
    expect(graph.chainTo(ZAP, 'v1.29.0')).toEqual([]);
    expect(new ModuleGraph('').chainTo(ZAP, 'v1.28.0')).toEqual([]);
  });
});

it('parseNode tells path and version apart', () => {
  expect(parseNode('go.uber.org/zap@v1.28.0')).toEqual({ path: 'go.uber.org/zap', version: 'v1.28.0' });
  expect(parseNode('example.com/arena')).toEqual({ path: 'example.com/arena' });
});
