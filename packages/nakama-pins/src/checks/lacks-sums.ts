import type { PluginFacts } from '../workspace/facts';

/** Whether Go would stop at a version for want of its hashes in go.sum, of its source or of its go.mod. */
export function lacksSums({ goSum }: PluginFacts, path: string, version: string): boolean {
  const lines = goSum?.linesOf(path, version) ?? [];
  return ![true, false].every((goModOnly) => lines.some((line) => line.goModOnly === goModOnly));
}
