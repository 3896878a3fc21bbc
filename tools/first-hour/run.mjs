// node tools/first-hour/run.mjs: brings a repository in, as somebody would in the first hour, and writes what was typed and what
// was printed into docs/first-hour.md. Needs Go and a C compiler. Ends with 1 if a step does not behave as expected.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'prettier';
import { repoRoot } from '../check/processes.mjs';
import { capture } from '../workspaces/processes.mjs';
import {
  createWorkspace,
  prepareRepository,
  readJson,
  withTemporaryFolder,
} from '../workspaces/workspace.mjs';
import { addTrimpath, NEXT, RELEASE, writeRepository } from './repository.mjs';

const PAGE = path.join(repoRoot, 'docs/first-hour.md');
const STATIC = '--outputStyle=static';

/** Each is what somebody types, why, and how it ends. A function gets what the step before it printed. */
const STEPS = [
  {
    why: 'This is what is there: three plugins and a library, a compose file, no nakama.json.',
    type: 'git ls-files',
  },
  {
    why: 'nx-nakama is installed (`npx nx add nx-nakama`). It says what it has found, which release that is for and what names it.',
    type: 'npx nx g nx-nakama:import',
  },
  { why: 'No file of a plugin has changed.', type: 'git status --short' },
  {
    why: 'Will the server load them? Nx runs all in one process, without Go. What fails is named with its fix.',
    type: `npx nx run-many -t verify-pins ${STATIC}`,
    code: 1,
  },
  { why: 'A fix can be pasted as it is.', type: (printed) => fixOf(printed, 'nakama-common') },
  {
    why: '`pin` makes all the edits that can be made, and compiles the result first. It edits no command: that is for a person.',
    type: `npx nx run-many -t pin ${STATIC}`,
    code: 1,
  },
  {
    why: 'The flag is written into the Dockerfile as the fix says. Then all of them load.',
    edit: addTrimpath,
    type: `npx nx run-many -t verify-pins ${STATIC}`,
  },
  {
    why: 'The exact Go of the release runs the tests, whatever is installed here.',
    type: `npx nx test arena ${STATIC}`,
  },
  {
    why: 'And builds what the server loads, proved from the fingerprints that Go compares.',
    type: `npx nx build arena ${STATIC}`,
  },
  { why: 'The second time Nx has it.', type: `npx nx build arena ${STATIC}` },
  { why: 'Another release is one diff.', type: `npx nx g nx-nakama:release ${NEXT}` },
  { why: 'It has changed what has to change, and nothing else.', type: 'git diff --stat' },
];

async function main() {
  console.error(`… setting up: dependencies, build, a repository for Nakama ${RELEASE}`);
  await prepareRepository();
  await withTemporaryFolder(async (folder) => {
    const workspace = await createWorkspace(folder);
    await writeRepository(workspace);
    const { version } = readJson(workspace.path('node_modules/nx/package.json'));
    const parts = [];
    let printed = '';
    for (const step of STEPS) {
      step.edit?.(workspace);
      const type = typeof step.type === 'function' ? step.type(printed) : step.type;
      const run = await runLine(workspace, type, [step.code ?? 0].flat());
      printed = run.output;
      parts.push(section({ ...step, type }, run, workspace));
      console.error(`… ${type} (${seconds(run.ms)})`);
    }
    const page = await format(`${head(version)}\n${parts.join('\n')}`, {
      parser: 'markdown',
      printWidth: 110,
    });
    writeFileSync(PAGE, page);
  });
  console.error(`… wrote ${path.relative(repoRoot, PAGE)}`);
}

function head(nx) {
  return `# The first hour

How a repository with three plugins and a library comes into Nx, step by step. \`node tools/first-hour/run.mjs\` has typed and
printed all of it, with Nx ${nx} on Linux; times are those of that run, on 2 cores, with what Go downloads already on the computer.
`;
}

function section({ why, type }, { output, ms }, workspace) {
  const text = output
    .replaceAll(workspace.root, '.')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return `${why}\n\n\`\`\`text\n$ ${type}\n${text === '' ? '' : `${text}\n`}\`\`\`\n\n${seconds(ms)}\n`;
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** One line as it is typed: commands after one another, each without a shell. */
async function runLine(workspace, line, codes) {
  let output = '';
  let ms = 0;
  for (const command of line.split(' && ')) {
    const run = await runCommand(workspace, command.split(' '));
    output += run.output;
    ms += run.ms;
    if (!codes.includes(run.code)) throw new Error(`${command} ended with ${run.code}:\n${run.output}`);
  }
  return { output, ms };
}

function runCommand(workspace, [program, ...args]) {
  const [file, words] =
    program === 'npx' ? [process.execPath, [workspace.command(args[0]), ...args.slice(1)]] : [program, args];
  return capture(file, words, { cwd: workspace.root });
}

function fixOf(printed, finding) {
  const fix = new RegExp(` ${finding}\\n.*\\n +fix: (.*)`).exec(printed)?.[1];
  if (fix === undefined) throw new Error(`there is no fix of ${finding} in:\n${printed}`);
  return fix;
}

main().catch((error) => {
  console.error(`first-hour: ${error.message}`);
  process.exitCode = 1;
});
