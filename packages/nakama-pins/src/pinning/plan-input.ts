import type { OpenModule } from '../verify/open-module';
import type { PinPlanInput } from './plan-pins';

/** What a plan of an open module is made from. */
export function planInput({ facts, release, releases, reader }: OpenModule): PinPlanInput {
  return { facts, release, releases, textOf: (file) => reader.folders.text(file, Infinity) };
}
