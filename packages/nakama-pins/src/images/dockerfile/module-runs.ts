import { posix } from 'node:path';
import type { GoCommand } from '../../scripts/go-commands';
import type { ImageRun } from '../image-build';
import type { Instruction } from './instructions';

/** Whether a run of go reads all that go.mod names. */
export function isRunOfModule(verb: string): verb is ImageRun['verb'] {
  return verb === 'build' || verb === 'mod download' || verb === 'mod vendor';
}

/** Where it works, as far as its words tell: the stage's folder, what `cd` and `-C` lead to, what it builds. */
export function foldersOf({ folders }: GoCommand, workdir: string): string[] {
  const first = posix.resolve(workdir, folders[0] ?? '.');
  return [
    ...new Set([
      workdir,
      ...folders.flatMap((folder) => [posix.resolve(workdir, folder), posix.resolve(first, folder)]),
    ]),
  ];
}

/** `RUN --mount=type=bind` shows files that no COPY names; it is the default type. */
export function hasBoundFiles({ text }: Instruction): boolean {
  const mounts = /^(?:--\S+[\s\uE000]+)*/.exec(text)?.[0].match(/--mount=\S+/g) ?? [];
  return mounts.some((mount) => !/\btype=(?:cache|secret|ssh|tmpfs)\b/.test(mount));
}
