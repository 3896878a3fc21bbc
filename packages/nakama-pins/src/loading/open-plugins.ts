import { mkdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compareFiles } from '../artifact/union';
import { InputError } from '../input/problem';
import { tempFolder } from '../input/temp-folder';
import { linkOrCopy, writeScratch } from '../input/write-disk';
import type { LoadServer } from './load-outcome';
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
    const culprit = named(refusal, left) ?? (await firstRefused(server, left));
    refused.set(culprit.file, shown(refusal, culprit));
    left = left.filter((plugin) => plugin !== culprit);
  }
  const others = plugins.filter(({ openedBy }) => openedBy !== undefined && !refused.has(openedBy));
  for (const plugin of new Map(others.map((other) => [other.file, other])).values()) {
    const last = { ...plugin, file: lastName(plugin, left) };
    const refusal = await check(server, [...left, last]);
    if (!refusal || isOpened(refusal)) continue;
    const { says, ...rest } = shown(refusal, last);
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
  if (refusal && named(refusal, [CANARY])) return;
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

/** A plugin may be in a folder beside the workspace; we write only to our own folder. */
function within(file: string): string {
  return file.replace(/^(?:\.\.\/)+/, '');
}

/** The server names a plugin by its path, or by its path below the folder without `.so`. */
function named<T extends Placed>({ plugin }: Refusal, plugins: readonly T[]): T | undefined {
  if (plugin === undefined) return undefined;
  const name = plugin.replaceAll('\\', '/').replace(/\.so$/, '');
  return plugins.find(({ file }) => {
    const own = within(file).replace(/\.so$/, '');
    return name === own || name.endsWith(`/modules/${own}`) || name.endsWith(`-modules/${own}`);
  });
}

/** A server that died names no plugin: this finds the first one with which it dies */
async function firstRefused(server: LoadServer, plugins: readonly PluginFile[]): Promise<PluginFile> {
  let [loads, fails] = [0, plugins.length];
  while (fails - loads > 1) {
    const middle = (loads + fails) >> 1;
    if (await check(server, plugins.slice(0, middle))) fails = middle;
    else loads = middle;
  }
  const found = plugins[fails - 1];
  if (!found) throw new Error('there is no plugin to refuse');
  return found;
}

/** Messages don't show folders of the run. */
function shown(refusal: Refusal, { file }: PluginFile): Refusal {
  const own = within(file).replace(/\.so$/, '');
  const name = file.replace(/\.so$/, '');
  const says = refusal.says.replaceAll(new RegExp(`[^\\s"]*modules/${escaped(own)}`, 'g'), name);
  return { ...refusal, says };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
