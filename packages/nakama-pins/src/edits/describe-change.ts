import { posix } from 'node:path';
import { parseGoMod } from '../go-module/go-mod';
import type { GoMod, ModuleVersion } from '../go-module/module-files';
import type { FileChange } from './file-change';

/**
 * What changes in a file, a line for each thing: `go.uber.org/zap v1.27.0 → v1.28.0`, `Dockerfile:1
 * heroiclabs/nakama:3.39.0 → heroiclabs/nakama:3.40.0`, `go.sum: 2 lines added`.
 *
 * @param change of a file that `plan` and `pin` change; a go.mod must be readable
 *
 * @example
 * const { changes } = planModules({ root, dirs: ['plugins/arena'] });
 * console.log(changes.flatMap(describeChange).join('\n'));
 */
export function describeChange({ file, before = '', after = '' }: FileChange): string[] {
  const name = posix.basename(file);
  if (name.endsWith('.json')) return [`${name}: ${before === '' ? 'added' : 'changed'}`];
  if (name === 'go.mod') return describeGoMod(parseGoMod(before, file), parseGoMod(after, file));
  return name === 'go.sum' ? describeGoSum(before, after) : describeWords(name, before, after);
}

function describeGoMod(before: GoMod, after: GoMod): string[] {
  return [
    ...compare([['go', before.go?.version]], [['go', after.go?.version]]),
    ...compare([['toolchain', before.toolchain?.name]], [['toolchain', after.toolchain?.name]]),
    ...compare(versionsOf(before.require), versionsOf(after.require)),
    ...compare(replacementsOf(before), replacementsOf(after)),
    ...compare(excludesOf(before), excludesOf(after)),
  ];
}

type Entries = readonly (readonly [name: string, value: string | undefined])[];

function compare(before: Entries, after: Entries): string[] {
  const [old, now] = [new Map(before), new Map(after)];
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((name) => {
    const [from, to] = [old.get(name), now.get(name)];
    if (from === to) return [];
    if (from === undefined) return [`${name} ${to}`.trimEnd() + ' added'];
    return [to === undefined ? `${name} ${from}`.trimEnd() + ' dropped' : `${name} ${from} → ${to}`];
  });
}

function versionsOf(modules: readonly ModuleVersion[]): Entries {
  return modules.map(({ path, version }) => [path, version]);
}

function replacementsOf({ replace }: GoMod): Entries {
  return replace.map((r) => [`replace ${spaced(r.old)} =>`, spaced(r.new)]);
}

function excludesOf({ exclude }: GoMod): Entries {
  // Many versions of one module may be excluded.
  return exclude.map(({ path, version }) => [`exclude ${path} ${version}`, '']);
}

function spaced({ path, version }: ModuleVersion): string {
  return version ? `${path} ${version}` : path;
}

function describeGoSum(before: string, after: string): string[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  return [
    ...counted([...now].filter((line) => !old.has(line)).length, 'added'),
    ...counted([...old].filter((line) => !now.has(line)).length, 'removed'),
  ];
}

function linesOf(text: string): Set<string> {
  return new Set(text.split(/\r?\n/).filter((line) => line !== ''));
}

function counted(lines: number, what: string): string[] {
  return lines === 0 ? [] : [`go.sum: ${lines} ${lines === 1 ? 'line' : 'lines'} ${what}`];
}

/** Tags are replaced within their lines, so the number of lines stays. */
function describeWords(name: string, before: string, after: string): string[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  return old.flatMap((line, i) => {
    const other = now[i] ?? '';
    if (line === other) return [];
    const [from, to] = [line.trim().split(/\s+/), other.trim().split(/\s+/)];
    return from.flatMap((word, at) => (word === to[at] ? [] : [`${name}:${i + 1} ${word} → ${to[at]}`]));
  });
}
