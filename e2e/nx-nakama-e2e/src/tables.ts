import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from './workspace';

/** `STALENESS=all` tries every row of the tables of what must run again; without it, a choice of them. */
export const IS_WHOLE = process.env['STALENESS'] === 'all';

/** `STALENESS_NX=22.7.12,24.0.0` tries these; without it, the Nx of this repository. */
export const NX_VERSIONS: readonly string[] = process.env['STALENESS_NX']?.split(',') ?? [ownNx()];

/** `arena build` of `arena art: build test (why)`, sorted. */
export function tasksOf(
  entries: readonly string[],
  names: Readonly<Record<string, readonly string[]>>,
): string[] {
  return entries
    .flatMap((entry) => {
      const [projects = '', targets = ''] = entry.replace(/ \(.*\)$/, '').split(': ');
      const all = projects.split(' ').flatMap((name) => names[name] ?? [name]);
      return all.flatMap((name) => targets.split(' ').map((target) => `${name} ${target}`));
    })
    .sort();
}

function ownNx(): string {
  const file = join(REPOSITORY, 'package.json');
  const { devDependencies } = JSON.parse(readFileSync(file, 'utf8')) as { devDependencies: { nx: string } };
  return devDependencies.nx;
}
