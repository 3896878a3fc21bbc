import { metadata, type Target } from './target';

export const pin: Target = (context) => ({
  executor: 'nx-nakama:pin',
  options: context.module.isByUse ? { kind: 'library' } : {},
  // It edits files: another run may have other files to edit.
  cache: false,
  metadata: metadata(
    context,
    context.options.names.pin,
    `Pins the ${context.module.detection.kind} to its Nakama release`,
    { args: ['--dryRun'] },
  ),
});
