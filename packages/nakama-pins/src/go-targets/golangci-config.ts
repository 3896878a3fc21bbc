import { parse as parseYaml } from 'yaml';
import { readTextFile } from '../input/read-text';
import { folderAndAncestors, type Folders, under } from '../workspace/folders';

/** Where golangci-lint has its settings from. */
export interface GolangciConfig {
  /** Relative to the workspace root. */
  readonly file: string;
  /** Version 2 of golangci-lint can't read settings of version 1, nor the other way round. */
  readonly major: 1 | 2;
}

/** In the order in which golangci-lint looks for them in a folder (pkg/config/loader.go). */
const NAMES = ['.golangci.yml', '.golangci.yaml', '.golangci.toml', '.golangci.json'];

const MAX_BYTES = 1024 * 1024;

/**
 * The settings that hold for a folder: the nearest at or above it, no higher than the root.
 *
 * @throws InputError if the file can't be read
 */
export function findGolangciConfig(folders: Folders, dir: string): GolangciConfig | undefined {
  for (const folder of folderAndAncestors(dir)) {
    const name = NAMES.find((candidate) => folders.has(folder, candidate));
    if (name === undefined) continue;
    const file = under(folder, name);
    const text = readTextFile(folders.absolute(file), file, { maxBytes: MAX_BYTES });
    return { file, major: majorOf(name, text) };
  }
  return undefined;
}

/** Only settings of version 2 say their version; those that can't be read are for golangci-lint to complain of. */
function majorOf(name: string, text: string): 1 | 2 {
  const version = name.endsWith('.toml') ? tomlVersion(text) : topLevelVersion(text);
  return String(version ?? '').startsWith('2') ? 2 : 1;
}

/** JSON is YAML, too. */
function topLevelVersion(text: string): unknown {
  try {
    return (parseYaml(text) as { version?: unknown } | null)?.version;
  } catch {
    return /^["']?version["']?\s*:\s*["']?(\w+)/m.exec(text)?.[1];
  }
}

/** Keys of the top level stand before the first table. */
function tomlVersion(text: string): string | undefined {
  const [topLevel = ''] = text.split(/^\s*\[/m);
  return /^\s*version\s*=\s*["']?(\w+)/m.exec(topLevel)?.[1];
}
