import { fields, trimSpace } from './go-text';
import type { BuildConstraint } from './module-files';

/** Go refuses larger expressions. The limit also keeps the recursive reader within its stack. */
const MAX_OPERANDS = 1000;
/** `// +build` lines with more operators: Go ignores them. */
const MAX_LEGACY_OPERATORS = 100;

/** Why an expression after `//go:build` can't be read; `offset` counts from the expression's beginning. */
export class ConstraintSyntaxError extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/**
 * What follows `//go:build` on a line; undefined for another comment.
 *
 * @param line without white space at its ends
 */
export function goBuildExpression(line: string): string | undefined {
  return afterMarker(line, '//go:build');
}

/**
 * What follows `// +build` on a line; undefined for another comment.
 *
 * @param line without white space at its ends
 */
export function plusBuildExpression(line: string): string | undefined {
  return line.startsWith('//') ? afterMarker(trimSpace(line.slice(2)), '+build') : undefined;
}

function afterMarker(line: string, marker: string): string | undefined {
  if (!line.startsWith(marker)) return undefined;
  const rest = line.slice(marker.length);
  const expression = trimSpace(rest);
  return rest === '' || expression.length < rest.length ? expression : undefined;
}

const OPERATOR_OR_TAG = /[ \t]*(?:(&&|\|\||[()!])|([\p{L}\p{Nd}_.]+))/uy;

interface Lexeme {
  /** Empty at the end. */
  readonly text: string;
  readonly isTag: boolean;
  readonly offset: number;
}

/**
 * The expression of a `//go:build` line (https://pkg.go.dev/cmd/go#hdr-Build_constraints).
 *
 * @throws ConstraintSyntaxError
 */
export function parseGoBuild(expression: string): BuildConstraint {
  let at = 0;
  let operands = 0;

  const next = (): Lexeme => {
    OPERATOR_OR_TAG.lastIndex = at;
    const match = OPERATOR_OR_TAG.exec(expression);
    if (match) {
      at = OPERATOR_OR_TAG.lastIndex;
      const [, operator, tag] = match;
      const text = (operator ?? tag) as string;
      return { text, isTag: tag !== undefined, offset: at - text.length };
    }
    const rest = /[^ \t]/.exec(expression.slice(at));
    if (!rest) return { text: '', isTag: false, offset: expression.length };
    throw new ConstraintSyntaxError(`"${rest[0]}" is not allowed here`, at + rest.index);
  };

  let lexeme = next();
  const advance = (): void => {
    lexeme = next();
  };

  const binary = (kind: 'and' | 'or', sign: string, operand: () => BuildConstraint): BuildConstraint => {
    let left = operand();
    while (lexeme.text === sign) {
      advance();
      left = { kind, left, right: operand() };
    }
    return left;
  };
  const or = (): BuildConstraint => binary('or', '||', and);
  const and = (): BuildConstraint => binary('and', '&&', not);
  const not = (): BuildConstraint => {
    operands++;
    if (operands > MAX_OPERANDS)
      throw new ConstraintSyntaxError('the expression is too large', lexeme.offset);
    if (lexeme.text !== '!') return atom();
    advance();
    if (lexeme.text === '!') throw new ConstraintSyntaxError('"!!" is not allowed', lexeme.offset);
    return { kind: 'not', operand: atom() };
  };
  const atom = (): BuildConstraint => {
    const { text, isTag, offset } = lexeme;
    if (text === '(') {
      advance();
      const inner = or();
      if (lexeme.text !== ')') throw new ConstraintSyntaxError('"(" is not closed', offset);
      advance();
      return inner;
    }
    if (!isTag) {
      throw new ConstraintSyntaxError(text ? `"${text}" is not allowed here` : 'a tag is missing', offset);
    }
    advance();
    return { kind: 'tag', tag: text };
  };

  const constraint = or();
  if (lexeme.text !== '')
    throw new ConstraintSyntaxError(`"${lexeme.text}" is not allowed here`, lexeme.offset);
  return constraint;
}

const TAG = /^[\p{L}\p{Nd}_.]+$/u;

/** Whether a build constraint can name the word (https://pkg.go.dev/cmd/go#hdr-Build_constraints). */
export function isBuildTag(word: string): boolean {
  return TAG.test(word);
}

/**
 * One `// +build` line: words are alternatives, commas join, `!` negates. Never fails: Go reads a word that is
 * not a tag as the tag `ignore`, and ignores a line that is too complex (undefined).
 */
export function parsePlusBuild(expression: string): BuildConstraint | undefined {
  const alternatives = fields(expression);
  const operators = alternatives.join(',').split(',').length - 1;
  if (operators > MAX_LEGACY_OPERATORS) return undefined;
  const clauses = alternatives.map(
    (clause) => allOf(clause.split(',').map(legacyLiteral)) as BuildConstraint,
  );
  return clauses.length > 0
    ? clauses.reduce((left, right) => ({ kind: 'or', left, right }))
    : { kind: 'tag', tag: 'ignore' };
}

function legacyLiteral(literal: string): BuildConstraint {
  if (literal.startsWith('!!') || literal === '!') return { kind: 'tag', tag: 'ignore' };
  const negated = literal.startsWith('!');
  const word = negated ? literal.slice(1) : literal;
  const operand: BuildConstraint = { kind: 'tag', tag: isBuildTag(word) ? word : 'ignore' };
  return negated ? { kind: 'not', operand } : operand;
}

/** All constraints must hold, as for several `// +build` lines; undefined if there are none. No deeper than it must be. */
export function allOf(constraints: readonly BuildConstraint[]): BuildConstraint | undefined {
  if (constraints.length < 2) return constraints[0];
  const half = constraints.length >> 1;
  const [left, right] = [allOf(constraints.slice(0, half)), allOf(constraints.slice(half))];
  return left && right && { kind: 'and', left, right };
}

/** Whether the constraint holds if exactly the tags hold for which `hasTag` is true. */
export function evaluateConstraint(constraint: BuildConstraint, hasTag: (tag: string) => boolean): boolean {
  switch (constraint.kind) {
    case 'tag':
      return hasTag(constraint.tag);
    case 'not':
      return !evaluateConstraint(constraint.operand, hasTag);
    case 'and':
      return evaluateConstraint(constraint.left, hasTag) && evaluateConstraint(constraint.right, hasTag);
    case 'or':
      return evaluateConstraint(constraint.left, hasTag) || evaluateConstraint(constraint.right, hasTag);
  }
}

/** The tags that a constraint asks for: those under no `!`, each once. */
export function wantedTags(constraint: BuildConstraint, isNegated = false): Set<string> {
  switch (constraint.kind) {
    case 'tag':
      return new Set(isNegated ? [] : [constraint.tag]);
    case 'not':
      return wantedTags(constraint.operand, !isNegated);
    case 'and':
    case 'or':
      return new Set([constraint.left, constraint.right].flatMap((part) => [...wantedTags(part, isNegated)]));
  }
}
