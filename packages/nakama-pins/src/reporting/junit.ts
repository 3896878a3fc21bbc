import { posix } from 'node:path';
import type { Outcome } from '../findings/outcome';
import { printable, printableName } from '../input/printable';
import { formatProblems, type Problem } from '../input/problem';
import { renderOutcome } from '../open-workspace/render-outcome';
import type { PinOutcome } from '../pinning/pin-outcome';
import type { Report } from './report';
import { element } from './xml';

/** One test of a report. */
interface Test {
  readonly name: string;
  /** `failure`: the module is not ok. `error`: it could not be judged. */
  readonly ended: 'passed' | 'failure' | 'error';
  readonly headline: string;
  readonly text: string;
}

/**
 * JUnit's XML, as the schema of Jenkins has it (junit-10.xsd): one test for each module, under its folder, so that a
 * module that is repaired is a test that passes again.
 */
export function renderJunit({ command, run, prefix }: Report): string {
  const ofModules = run.modules.map((module) => testOf(module, prefix));
  const said = new Set(run.modules.flatMap(({ problems }) => problems).map((problem) => key(problem)));
  const others = run.problems.filter((problem) => !said.has(key(problem))).map(testOfProblem);
  const tests = [...ofModules, ...others];
  const counts = {
    tests: String(tests.length),
    failures: String(tests.filter(({ ended }) => ended === 'failure').length),
    errors: String(tests.filter(({ ended }) => ended === 'error').length),
  };
  const name = `nakama-pins ${command}`;
  const cases = tests.map((test) => testCase(test, name));
  const suite = element('testsuite', { name, ...counts }, cases);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name, ...counts }, [suite])}\n`;
}

function testOf(module: Outcome & Partial<PinOutcome> & { readonly file?: string }, prefix: string): Test {
  const { problems, findings, release, ok, verdict } = module;
  const [problem] = problems;
  const worst = findings.find(({ severity }) => severity !== 'warning');
  const { changes = [], conflicts = [] } = module;
  const changed =
    changes.length > 0 ? `pin would change ${changes.map(({ file }) => file).join(', ')}` : undefined;
  return {
    name: nameOf(posix.join(prefix, module.file ?? module.dir)),
    ended: problems.length > 0 || release === null ? 'error' : ok ? 'passed' : 'failure',
    headline: printable(problem?.message ?? worst?.message ?? conflicts[0]?.message ?? changed ?? verdict),
    text: renderOutcome(module, { color: false, pages: true }),
  };
}

function testOfProblem(problem: Problem): Test {
  return {
    name: nameOf(problem.file),
    ended: 'error',
    headline: problem.message,
    text: formatProblems([problem]),
  };
}

function testCase({ name, ended, headline, text }: Test, classname: string): string {
  const content =
    ended === 'passed'
      ? element('system-out', {}, text)
      : element(ended, { message: headline, type: ended === 'failure' ? 'not ok' : 'not judged' }, text);
  return element('testcase', { name, classname }, [content]);
}

function nameOf(file: string): string {
  return printable(printableName(file));
}

function key({ file, position, message }: Problem): string {
  return JSON.stringify([file, position, message]);
}
