import type { TargetConfiguration } from '@nx/devkit';
import type { NormalizedOptions } from '../options';
import { TARGET_KEYS, type TargetKey } from '../target-names';
import { build } from './build';
import { lint, test, tidy } from './go-targets';
import { pin } from './pin';
import { serve } from './serve';
import { type Target, type TargetContext, withCatalog } from './target';
import { verifyLoad, verifyLoadTogether, verifyStart } from './verify-load';
import { verifyPins } from './verify-pins';

const TARGETS: Readonly<Record<TargetKey, Target>> = {
  verifyPins,
  pin,
  build,
  verifyLoad,
  verifyLoadTogether,
  verifyStart,
  serve,
  test,
  lint,
  tidy,
};

/** A library is built into the plugins that use it. */
const OF_PLUGINS: readonly TargetKey[] = [
  'build',
  'verifyLoad',
  'verifyLoadTogether',
  'verifyStart',
  'serve',
];

/** The targets of a plugin or library project, by name. */
export function moduleTargets(context: TargetContext): Record<string, TargetConfiguration> {
  const { options, module } = context;
  const keys = TARGET_KEYS.filter(
    (key) => options.inferred.has(key) && (module.detection.kind === 'plugin' || !OF_PLUGINS.includes(key)),
  );
  return Object.fromEntries(
    keys.map((key) => {
      const target = withInputs(TARGETS[key](context), options.moreInputs[key]);
      return [options.names[key], withCatalog(target, context.catalog)];
    }),
  );
}

/** A target that is not kept has no use for inputs. */
function withInputs(
  target: TargetConfiguration,
  more: NormalizedOptions['moreInputs'][TargetKey] = [],
): TargetConfiguration {
  if (more.length === 0 || !target.inputs) return target;
  return { ...target, inputs: [...target.inputs, ...more] };
}
