import type { TargetConfiguration } from '@nx/devkit';
import { build } from './build';
import { lint, test, tidy } from './go-targets';
import { pin } from './pin';
import type { TargetContext } from './target';
import { verifyLoad, verifyLoadTogether } from './verify-load';
import { verifyPins } from './verify-pins';

/** The targets of a plugin or library project. A library is built into the plugins that use it. */
export function moduleTargets(context: TargetContext): Record<string, TargetConfiguration> {
  const { options, module } = context;
  return {
    [options.verifyPinsTargetName]: verifyPins(context),
    [options.pinTargetName]: pin(context),
    ...(module.detection.kind === 'plugin' && {
      [options.buildTargetName]: build(context),
      [options.verifyLoadTargetName]: verifyLoad(context),
      [options.verifyLoadTogetherTargetName]: verifyLoadTogether(context),
    }),
    [options.testTargetName]: test(context),
    [options.lintTargetName]: lint(context),
    [options.tidyTargetName]: tidy(context),
  };
}
