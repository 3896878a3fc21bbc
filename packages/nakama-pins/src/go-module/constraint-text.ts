import type { BuildConstraint } from './module-files';

/** A build constraint as `//go:build` has it, with no more parentheses than it needs. */
export function constraintText(constraint: BuildConstraint): string {
  switch (constraint.kind) {
    case 'tag':
      return constraint.tag;
    case 'not':
      return `!${within(constraint.operand, ['tag', 'not'])}`.replace(/^!!/, '');
    case 'and':
      return `${within(constraint.left, ['tag', 'not', 'and'])} && ${within(constraint.right, ['tag', 'not', 'and'])}`;
    case 'or':
      return `${constraintText(constraint.left)} || ${constraintText(constraint.right)}`;
  }
}

function within(operand: BuildConstraint, bare: readonly BuildConstraint['kind'][]): string {
  const text = constraintText(operand);
  return bare.includes(operand.kind) ? text : `(${text})`;
}
