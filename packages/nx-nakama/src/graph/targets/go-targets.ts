import { C_COMPILER_INPUTS, lintInputs, testInputs } from './module-inputs';
import { metadata, type Target } from './target';

export const test: Target = (context) => ({
  executor: 'nx-nakama:test',
  options: {},
  cache: true,
  inputs: [...testInputs(context.module), ...C_COMPILER_INPUTS],
  outputs: ['{options.coverProfile}'],
  metadata: metadata(
    context,
    context.options.names.test,
    'Runs the Go tests with the exact Go of the Nakama release',
    { options: { run: 'TestScore', race: true } },
  ),
});

export const lint: Target = (context) => ({
  executor: 'nx-nakama:lint',
  options: {},
  cache: true,
  inputs: lintInputs(context.module),
  outputs: [],
  metadata: metadata(
    context,
    context.options.names.lint,
    'Runs go vet, and golangci-lint if it is configured, with the exact Go of the Nakama release',
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
