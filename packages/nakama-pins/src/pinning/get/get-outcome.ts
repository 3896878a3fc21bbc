import type { PinOutcome } from '../pin-outcome';

/** A dependency, and the version that was found for it. */
export type Got = NonNullable<PinOutcome['got']>[number];

/** The outcome of adding dependencies to one module. With a conflict nothing is written. */
export type GetOutcome = PinOutcome & { readonly got: readonly Got[] };
