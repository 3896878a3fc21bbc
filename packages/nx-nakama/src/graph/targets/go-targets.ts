import { lintInputs, testInputs } from './module-inputs';
import { caching, metadata, type Target, uncached } from './target';
import { linterInputs } from './tool-inputs';

export const test: Target = (context) => ({
  executor: 'nx-nakama:test',
  options: {},
  ...caching(context),
  inputs: testInputs(context.module),
  outputs: ['{options.coverProfile}'],
  metadata: metadata(
    context,
    context.options.names.test,
    `Runs the Go tests with the exact Go of the Nakama release${uncached(context)}`,
    { options: { run: 'TestScore', race: true } },
  ),
});

export const lint: Target = (context) => ({
  executor: 'nx-nakama:lint',
  options: {},
  ...caching(context),
  inputs: [...lintInputs(context.module), ...linterInputs(context.root)],
  outputs: [],
  metadata: metadata(
    context,
    context.options.names.lint,
    `Runs go vet, and golangci-lint if it is configured, with the exact Go of the Nakama release${uncached(context)}`,
    { options: { golangciLint: false } },
  ),
});

export const tidy: Target = (context) => ({
  executor: 'nx-nakama:tidy',
  options: {},
  // It asks the module proxy, and with --fix it edits files.
  cache: false,
  metadata: metadata(
    context,
    context.options.names.tidy,
    'Tells whether go mod tidy would change go.mod or go.sum',
    { args: ['--fix'] },
  ),
});
