import { posix } from 'node:path';
import { usesVendor } from '../linking/selection';
import { judge } from '../verify/judge';
import { type PinPlan, type PinPlanInput, planPins } from './plan-pins';

/** A plan that text alone can carry out. */
export interface TextPlan extends PinPlan {
  /** The module is left as it is: its pins need another vendor/, which only Go makes. */
  readonly needsVendoring: boolean;
}

/**
 * Plans the pins of one module for a run without Go: whole, or not at all. go.mod alone would leave vendor/ behind, and Go
 * then builds nothing ("inconsistent vendoring").
 */
export function planByText(input: PinPlanInput): TextPlan {
  const plan = planPins(input);
  const needsVendoring =
    plan.changes.some(({ file }) => posix.basename(file) === 'go.mod') &&
    usesVendor(input.facts) &&
    plan.report.findings.some(({ id }) => id === 'vendor-out-of-step');
  if (!needsVendoring) return Object.assign(plan, { needsVendoring });
  const { facts, release, releases, textOf } = input;
  return { changes: [], left: [], facts, report: judge(facts, release, releases), textOf, needsVendoring };
}
