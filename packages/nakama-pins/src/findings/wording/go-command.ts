import { posix } from 'node:path';
import { shellWord as word } from '../../input/shell-word';

/**
 * A change of a go.mod, from the workspace root. No Go is downloaded for it, whatever version the file asks for.
 *
 * @param file relative to the root
 * @param edits `-go=1.26.5` (https://go.dev/ref/mod#go-mod-edit)
 */
export function goModEdit(file: string, ...edits: readonly string[]): string {
  return ['go mod edit', ...edits, ...(file === 'go.mod' ? [] : [word(file)])].join(' ');
}

/** The same of a go.work (https://go.dev/ref/mod#go-work-edit). */
export function goWorkEdit(file: string, ...edits: readonly string[]): string {
  return ['go work edit', ...edits, ...(file === 'go.work' ? [] : [word(file)])].join(' ');
}

/**
 * A go command in a module's folder, from the workspace root.
 *
 * @param dir relative to the root, `.` for the root
 */
export function goIn(dir: string, command: string): string {
  return dir === '.' ? `go ${command}` : `go -C ${word(dir)} ${command}`;
}

/** A fix that may be a go command for the folder of a module: it can be pasted at the workspace root. */
export function inFolder(fix: string, dir: string): string {
  return fix.replace(/^go (?=mod )/, goIn(dir, ''));
}

/** go.work takes up a module. */
export function goWorkUse(goWork: string, dir: string): string {
  const home = posix.dirname(goWork);
  return goIn(home, `work use ${word(`./${posix.relative(home, dir)}`)}`);
}

/** `npx nakama-pins pin plugins/arena` */
export function pinCommand(dir: string): string {
  return `npx nakama-pins pin${dir === '.' ? '' : ` ${word(dir)}`}`;
}

/** Commands one after another, as one line that can be pasted. */
export function steps(...commands: readonly (string | false)[]): string {
  return commands.filter((command) => command !== false).join(' && ');
}
