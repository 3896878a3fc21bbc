// npm test [-- --only format,lint,unit]
// Installs what package-lock.json says if that has not been done, then runs every step, also after a failed one.
// Each jest test counts as one, and so does each other step; the last line is `N passed, N failed`.
// Needs Node, npm and git; Go and a C compiler for the tests that compare with them.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { installPackages, noPackagesNeeded } from './debian-packages.mjs';
import { install } from './install.mjs';
import { runJest } from './jest.mjs';
import { binary, hasCommand, repoRoot, run } from './processes.mjs';
import { findToolTests } from './tool-tests.mjs';

const nx = (target) =>
  run(process.execPath, [binary('nx'), 'run-many', '-t', target, '--outputStyle=static']);

const fillModuleCache = path.join(repoRoot, 'tools/module-cache/fill.mjs');
const toolTests = findToolTests();

/** Our code: the order of rooms holds in packages/; rings and broken imports are refused everywhere. */
const CRUISED = ['packages', 'e2e', 'tools', '--config', '.dependency-cruiser.mjs'];

/** A step gives its counts; `skip` says why it does not apply here. */
const STEPS = [
  { name: 'install', title: 'Install dependencies', run: () => one(install()) },
  {
    name: 'format',
    title: 'Format: prettier --check',
    run: () => one(run(process.execPath, [binary('prettier'), '--check', '--log-level=warn', '.'])),
  },
  { name: 'lint', title: 'Lint: eslint', run: () => one(nx('lint')) },
  { name: 'types', title: 'Types: tsc --noEmit', run: () => one(nx('typecheck')) },
  { name: 'build', title: 'Build', run: () => one(nx('build')) },
  {
    // After the build: what one package imports of the other is in its dist/.
    name: 'rooms',
    title: 'Rooms: no arrow upwards, no ring',
    run: () => one(run(process.execPath, [binary('dependency-cruiser', 'depcruise'), ...CRUISED])),
  },
  {
    name: 'unused',
    title: 'Unused files, exports and dependencies: knip',
    run: () => one(run(process.execPath, [binary('knip'), '--no-progress'])),
  },
  {
    // Reads the declarations in dist/.
    name: 'api',
    title: 'What nakama-pins promises: API report, docs, examples',
    run: () => one(run(process.execPath, [path.join(repoRoot, 'tools/api/check.mjs')])),
  },
  {
    name: 'module-cache',
    title: 'Fill the Go module cache',
    skip: () =>
      !existsSync(fillModuleCache)
        ? 'nothing to fill it with'
        : !hasCommand('go')
          ? 'no go command'
          : undefined,
    run: () => one(run(process.execPath, [fillModuleCache])),
  },
  {
    name: 'packages',
    title: 'Install Debian packages: compilers for arm64 and musl, qemu, strace',
    skip: noPackagesNeeded,
    // Without them, the tests that need them are skipped and say so.
    run: async () =>
      (await installPackages()) === 0
        ? { passed: 1, failed: 0, pending: 0 }
        : { passed: 0, failed: 0, pending: 1 },
  },
  {
    name: 'server',
    title: 'Build the real Nakama server, once for each user',
    skip: () => (hasCommand('go') ? undefined : 'no go command'),
    // If the module proxy refuses something, the tests that need it are skipped and say so.
    run: async () => {
      const exitCode = await run(process.execPath, [path.join(repoRoot, 'tools/server/build.mjs')]);
      return exitCode === 2 ? { passed: 0, failed: 0, pending: 1 } : one(exitCode);
    },
  },
  {
    name: 'unit',
    title: 'Unit tests',
    run: () => runJest(['packages/nakama-pins/jest.config.cjs', 'packages/nx-nakama/jest.config.cjs']),
  },
  {
    name: 'tools',
    title: "Tools' own tests",
    skip: () => (toolTests.length === 0 ? 'there are none' : undefined),
    run: () => one(run(process.execPath, ['--test', ...toolTests])),
  },
  {
    // With fixed seeds. By hand for an hour: npm run fuzz -- --seconds 3600 --seed 2
    name: 'fuzz',
    title: 'Fuzz: damaged files, signals, and 1,000 plugins with damaged headers beside dlopen',
    run: async () => {
      const program = (name, ...args) =>
        run(process.execPath, [path.join(repoRoot, 'tools/fuzz', name), ...args]);
      const others = await one(
        program('run.mjs', 'files', 'kills', 'growth', '--seconds', '45', '--seed', '1'),
      );
      const exitCode = await program('elf.mjs', '--count', '1000', '--seed', '1');
      // 2: no plugin can be built here, which is said.
      const elf = exitCode === 2 ? { passed: 0, failed: 0, pending: 1 } : await one(exitCode);
      return {
        passed: others.passed + elf.passed,
        failed: others.failed + elf.failed,
        pending: others.pending + elf.pending,
      };
    },
  },
  {
    name: 'e2e',
    title: 'End to end: published packages in real workspaces, plugins in the real server',
    run: () =>
      runJest(['e2e/nakama-pins-e2e/jest.config.cjs', 'e2e/nx-nakama-e2e/jest.config.cjs'], ['--runInBand']),
  },
];

async function one(exitCode) {
  const failed = (await exitCode) === 0 ? 0 : 1;
  return { passed: 1 - failed, failed, pending: 0 };
}

/** Installing is always chosen, because no other step can run without the dependencies. */
function chosenSteps() {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  if (values.only === undefined) return STEPS;
  const names = ['install', ...values.only.split(',')];
  const unknown = names.filter((name) => !STEPS.some((step) => step.name === name));
  if (unknown.length > 0) {
    throw new Error(`no step ${unknown.join(', ')}; there are ${STEPS.map((step) => step.name).join(', ')}`);
  }
  return STEPS.filter((step) => names.includes(step.name));
}

async function runStep(step) {
  console.log(`\n━━━ ${step.title}`);
  const skipped = step.skip?.();
  const begun = performance.now();
  const counts = skipped === undefined ? await step.run() : { passed: 0, failed: 0, pending: 0 };
  const seconds = (performance.now() - begun) / 1000;
  const result = { step, ...counts, skipped, seconds };
  console.log(describe(result));
  return result;
}

function describe({ step, passed, failed, pending, skipped, seconds }) {
  const outcome = skipped !== undefined ? 'SKIP' : failed > 0 ? 'FAIL' : 'ok';
  const detail =
    skipped ?? `${passed} passed, ${failed} failed${pending > 0 ? `, ${pending} SKIPPED (see above)` : ''}`;
  return `${outcome.padEnd(4)} ${step.name.padEnd(12)} ${seconds.toFixed(1).padStart(7)} s  ${detail}`;
}

async function main() {
  const results = [];
  for (const step of chosenSteps()) {
    const result = await runStep(step);
    results.push(result);
    if (step.name === 'install' && result.failed > 0) break;
  }
  const sum = (count) => results.reduce((total, result) => total + result[count], 0);
  console.log(`\n━━━ Summary\n${results.map(describe).join('\n')}\n`);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
  process.exitCode = sum('failed') > 0 ? 1 : 0;
}

main().catch((error) => {
  console.error(`check: ${error.message}`);
  process.exitCode = 2;
});
