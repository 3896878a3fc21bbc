import { mkdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compareFiles } from '../artifact/union';
import { InputError } from '../input/problem';
import { tempFolder } from '../input/temp-folder';
import { linkOrCopy, writeScratch } from '../input/write-disk';
import type { LoadServer } from './load-outcome';
import { firstFailing, pluginNamed, shownRefusal, within } from './placed-plugins';
import { readRefusal, type Refusal } from './server-log';

/** A plugin for a server to open. */
export interface PluginFile {
  /** Relative to the workspace root, ending in `.so`; the server opens plugins in the order of these. */
  readonly file: string;
  readonly absPath: string;
  /** The file of the plugin that opens it, if the server itself does not. Then its name may end in anything. */
  readonly openedBy?: string;
}

/** Refused by every server, as it is empty. */
const CANARY = { file: 'canary.so', absPath: undefined };

/** What is put into a folder for a server. */
type Placed = PluginFile | typeof CANARY;

/**
 * Has a server open plugins in one process, as it does at its start. It stops at the first that it refuses: that one is
 * left out and the others are opened again, until nothing is refused any more.
 *
 * `nakama check` does not call InitModule. What a plugin opens itself is therefore opened by the server, after all
 * others and in the same process, one such file at a time: it may lack InitModule, which the server looks up only in
 * what it has opened.
 *
 * @returns file -> why it was refused; empty if all load
 * @throws InputError if the server does not do its work
 */
export async function openPlugins(
  server: LoadServer,
  plugins: readonly PluginFile[],
): Promise<Map<string, Refusal>> {
  const refused = new Map<string, Refusal>();
  let left = plugins
    .filter(({ openedBy }) => openedBy === undefined)
    .sort((a, b) => compareFiles(a.file, b.file));
  while (left.length > 0) {
    const refusal = await check(server, left);
    if (!refusal) break;
    const culprit =
      pluginNamed(refusal.plugin, left) ??
      (await firstFailing(left, async (some) => (await check(server, some)) !== undefined));
    refused.set(culprit.file, shownRefusal(refusal, culprit));
    left = left.filter((plugin) => plugin !== culprit);
  }
  const others = plugins.filter(({ openedBy }) => openedBy !== undefined && !refused.has(openedBy));
  for (const plugin of new Map(others.map((other) => [other.file, other])).values()) {
    const last = { ...plugin, file: lastName(plugin, left) };
    const refusal = await check(server, [...left, last]);
    if (!refusal || isOpened(refusal)) continue;
    const { says, ...rest } = shownRefusal(refusal, last);
    refused.set(plugin.file, { ...rest, says: says.replaceAll(last.file.replace(/\.so$/, ''), plugin.file) });
  }
  return refused;
}

/** A name that the server comes to after all others, and takes for a plugin's. */
function lastName({ file }: PluginFile, before: readonly PluginFile[]): string {
  const [last = ''] = before
    .map((plugin) => within(plugin.file).split('/')[0] ?? '')
    .sort((a, b) => (a < b ? 1 : -1));
  return `${last}~/${within(file)}.so`;
}

/** The server got as far as to look for InitModule. */
function isOpened({ reason, says }: Refusal): boolean {
  return (reason === 'no-init-module' || reason === 'other-signature') && !says.includes('Could not open');
}

/**
 * Shows that a server opens what it is given: its success is silent, and an empty folder succeeds, too. A file that is
 * no plugin has to be refused, and named.
 *
 * @throws InputError if it is not
 */
export async function proveThatItOpens(server: LoadServer): Promise<void> {
  const refusal = await check(server, [CANARY]);
  if (refusal && pluginNamed(refusal.plugin, [CANARY])) return;
  throw new InputError([
    {
      file: server.name,
      message:
        "this server does not open plugins: nakama check was given a file that is none, and didn't name it",
      ...(refusal && { found: refusal.says }),
      fix: "name the program of a Nakama 3 server that is built with CGO_ENABLED=1, or have the release's built: module",
    },
  ]);
}

/** One run of the server on a folder with these files. */
async function check(server: LoadServer, plugins: readonly Placed[]): Promise<Refusal | undefined> {
  // Resolved: the server names what it opens by its real path.
  const temp = tempFolder('nakama-load');
  const folder = realpathSync(temp.path);
  try {
    const modules = join(folder, 'modules');
    for (const { file, absPath } of plugins) {
      const path = join(modules, within(file));
      mkdirSync(dirname(path), { recursive: true });
      if (absPath === undefined) writeScratch(path, '');
      else linkOrCopy(absPath, path);
    }
    return readRefusal(await server.check(modules));
  } finally {
    temp.remove();
  }
}
