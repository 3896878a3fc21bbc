import { posix } from 'node:path';
import { parseGoMod } from '../../go-module/go-mod';
import { catalogRelease, type Files, mainGo, pinned } from '../../testing/workspace';

/** A file that a page shows: its path in backticks on a line of its own, then a block with its text. */
const SHOWN_FILE = /^`([^`\n]+)`:\n\n```\w*\n([\s\S]*?)```$/gm;

/** What a page runs, and what is printed then. */
const COMMAND = /```text\n\$ nakama-pins verify ([^\n]*)\n/;

/** The workspace of a page, and what it verifies. */
export interface PageExample {
  readonly files: Files;
  readonly dir: string;
}

/**
 * Reads the example of a page. Its base is the smallest workspace: nakama.json with 3.40.0, and in each folder below
 * plugins/ that the page names a plugin pinned to it. go.sum has the hashes of what go.mod requires, unless it is shown.
 */
export function pageExample(page: string): PageExample {
  const dir = COMMAND.exec(page)?.[1] ?? '.';
  const shown = Object.fromEntries(Array.from(page.matchAll(SHOWN_FILE), ([, path, text]) => [path, text]));
  const plugins = new Set(
    [`${dir}/go.mod`, ...Object.keys(shown)].filter((path) => posix.basename(path) === 'go.mod'),
  );
  const files: Record<string, string> = { 'nakama.json': '{ "release": "3.40.0" }\n' };
  for (const goMod of plugins) {
    const folder = posix.dirname(goMod);
    if (!folder.startsWith('plugins/')) continue;
    const text = shown[goMod] ?? String(pinned()['go.mod']);
    files[goMod] = text;
    files[`${folder}/go.sum`] = goSumOf(text);
    files[`${folder}/main.go`] = mainGo();
  }
  return { files: { ...files, ...shown }, dir };
}

/** As `go mod download` would write it, if the catalog has the hashes. */
function goSumOf(goMod: string): string {
  const release = catalogRelease();
  const { require, replace } = parseGoMod(goMod, 'go.mod');
  const replacements = replace.flatMap(({ new: { path, version } }) => (version ? [{ path, version }] : []));
  const lines = [...require, ...replacements].flatMap(({ path, version }) => {
    const known = release.module(path);
    const sums = known?.version === version ? known.sums : {};
    return [
      `${path} ${version} ${sums.zip ?? 'h1:x='}\n`,
      `${path} ${version}/go.mod ${sums.goMod ?? 'h1:y='}\n`,
    ];
  });
  return lines.join('');
}
