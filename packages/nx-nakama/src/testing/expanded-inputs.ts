import type { ProjectConfiguration } from '@nx/devkit';

/** The inputs of a target with its project's named inputs written out, as Nx takes them. */
export function expandedInputs(
  { targets, namedInputs }: Pick<ProjectConfiguration, 'targets' | 'namedInputs'>,
  target: string,
): unknown[] {
  return (targets?.[target]?.inputs ?? []).flatMap((input): unknown[] =>
    typeof input === 'string' ? (namedInputs?.[input] ?? [input]) : [input],
  );
}
