import type { Refusal } from './server-log';

/** A plugin may be in a folder beside the workspace; we write only to our own folder. */
export function within(file: string): string {
  return file.replace(/^(?:\.\.\/)+/, '');
}

/**
 * The plugin that a server names: by its path, or by its path below the folder `modules` without `.so`.
 *
 * @param plugins by their files
 */
export function pluginNamed<T extends { readonly file: string }>(
  plugin: string | undefined,
  plugins: readonly T[],
): T | undefined {
  if (plugin === undefined) return undefined;
  const name = plugin.replaceAll('\\', '/').replace(/\.so$/, '');
  return plugins.find(({ file }) => {
    const own = within(file).replace(/\.so$/, '');
    return name === own || name.endsWith(`/modules/${own}`) || name.endsWith(`-modules/${own}`);
  });
}

/** A server that died names no plugin: this finds the first one with which it dies; all together it does. */
export async function firstFailing<T>(
  plugins: readonly T[],
  fail: (some: readonly T[]) => Promise<boolean>,
): Promise<T> {
  let [works, fails] = [0, plugins.length];
  while (fails - works > 1) {
    const middle = (works + fails) >> 1;
    if (await fail(plugins.slice(0, middle))) fails = middle;
    else works = middle;
  }
  const found = plugins[fails - 1];
  if (found === undefined) throw new Error('there is no plugin to refuse');
  return found;
}

/** Messages don't show folders of the run. */
export function shownRefusal(refusal: Refusal, { file }: { readonly file: string }): Refusal {
  const own = within(file).replace(/\.so$/, '');
  const name = file.replace(/\.so$/, '');
  const says = refusal.says.replaceAll(new RegExp(`[^\\s"]*modules/${escaped(own)}`, 'g'), name);
  return { ...refusal, says };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
