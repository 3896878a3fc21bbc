// node tools/fuzz/kills.mjs [--seed N] [--count N] [--seconds N]
// Ends commands at moments that chance chooses, by Ctrl-C, SIGTERM, SIGHUP or SIGKILL. Each file of the workspace is old or new;
// the command ends by the signal within a second of the machine's own pace; a signal that can be handled leaves nothing in
// the folder for temporary files, and after SIGKILL the next run takes away what was left. Exit code 1 where it is not so.
// Needs the built core, and go for what it runs. By hand, for an hour: --seconds 3600 --seed 2
import { spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { repoRoot } from '../check/processes.mjs';
import { randomFrom } from '../mutations/random.mjs';
import { mainGo } from './growth/workspace.mjs';
import { options } from './options.mjs';

const MAIN = path.join(repoRoot, 'packages/nakama-pins/dist/cli/main.js');
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'];
/** Pins are planned and written without go where PATH is empty; with it, go runs and is ended, too. */
const COMMANDS = [
  { args: ['pin'], withGo: false },
  { args: ['pin'], withGo: true },
  { args: ['verify'], withGo: false },
];
const PLUGINS = 30;
/** A command that does not end. */
const LIMIT_MS = 60_000;

const OLD = `module example.com/NAME

go 1.26.5

require (
	github.com/heroiclabs/nakama-common v1.44.0
	google.golang.org/protobuf v1.36.9
)
`;

/** The files of the workspace before, by path. */
const BEFORE = {
  'nakama.json': '{ "release": "3.40.0", "platforms": ["linux/amd64"] }\n',
  ...Object.fromEntries(
    Array.from({ length: PLUGINS }, (_, i) => `p${String(i).padStart(2, '0')}`).flatMap((name) => [
      [`${name}/go.mod`, OLD.replace('NAME', name)],
      [`${name}/main.go`, mainGo()],
      [`${name}/Dockerfile`, 'FROM heroiclabs/nakama-pluginbuilder:3.35.0\n'],
    ]),
  ),
};

/**
 * @param {{ seed: number, count?: number, seconds?: number }} options
 * @returns the number of cases, and what was wrong
 */
export async function run({ seed, count = Infinity, seconds = Infinity }) {
  const parent = realpathSync(mkdtempSync(path.join(tmpdir(), 'nakama-kills-')));
  const end = Date.now() + seconds * 1000;
  const faults = [];
  let done = 0;
  try {
    const trial = new Trial(parent);
    // How long a command takes here, and what it makes.
    const whole = new Map();
    for (const command of COMMANDS) whole.set(command, await trial.whole(command));
    for (; done < count && Date.now() < end; done++) {
      const random = randomFrom(seed * 1_000_003 + done);
      const command = random.pick(COMMANDS);
      const signal = random.pick(SIGNALS);
      const { ms, after } = whole.get(command);
      const when = random.below(Math.ceil(ms));
      const found = await trial.kill(command, signal, when, after);
      const name = `case ${done} of seed ${seed}: ${command.args.join(' ')}${command.withGo ? ' with go' : ''}, ${signal} after ${when} ms`;
      faults.push(...found.map((fault) => `${name}: ${fault}`));
    }
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
  return { done, faults };
}

class Trial {
  constructor(parent) {
    this.root = path.join(parent, 'workspace');
    this.temp = path.join(parent, 'temp');
  }

  reset() {
    for (const folder of [this.root, this.temp]) {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
    }
    for (const [file, text] of Object.entries(BEFORE)) {
      mkdirSync(path.dirname(path.join(this.root, file)), { recursive: true });
      writeFileSync(path.join(this.root, file), text);
    }
  }

  start({ args, withGo }) {
    const env = { ...process.env, TMPDIR: this.temp };
    delete env.GOFLAGS;
    delete env.GOTOOLCHAIN;
    if (!withGo) Object.assign(env, { PATH: '', GOPROXY: 'off' });
    const child = spawn(process.execPath, [MAIN, ...args], {
      cwd: this.root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
    const ended = new Promise((resolve) => {
      const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
      child.on('close', (code, signal) => {
        clearTimeout(limit);
        resolve({ code, signal, said });
      });
    });
    return { child, ended };
  }

  async whole(command) {
    this.reset();
    const begun = performance.now();
    await this.start(command).ended;
    return { ms: performance.now() - begun, after: this.texts() };
  }

  async kill(command, signal, when, after) {
    this.reset();
    const faults = [];
    const { child, ended } = this.start(command);
    const timer = setTimeout(() => child.kill(signal), when);
    const { code, signal: by, said } = await ended;
    clearTimeout(timer);
    const wasEnded = by !== null;
    if (wasEnded && by !== signal) faults.push(`it did not end, or by ${by}`);
    if (wasEnded && /^\d+ modules?: /m.test(said)) faults.push('it was ended, and yet says how all went');
    if (!wasEnded && code === null) faults.push('it ended without a code');
    for (const [file, text] of this.texts()) {
      if (text !== BEFORE[file] && text !== after.get(file)) faults.push(`${file} is neither old nor new`);
    }
    if (signal !== 'SIGKILL') {
      const left = readdirSync(this.temp);
      if (left.length > 0) faults.push(`${left.join(', ')} is left in the folder for temporary files`);
    } else if (wasEnded) {
      await this.start(command).ended;
      const left = [
        ...readdirSync(this.temp),
        ...[...this.texts().keys()].filter((file) => !after.has(file)),
      ];
      if (left.length > 0) faults.push(`after the next run, ${left.join(', ')} is left`);
    }
    return faults;
  }

  texts() {
    const files = readdirSync(this.root, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    return new Map(
      files.map((entry) => {
        const file = path.join(entry.parentPath, entry.name);
        return [path.relative(this.root, file), readFileSync(file, 'utf8')];
      }),
    );
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { done, faults } = await run(options({ count: 40 }));
  for (const fault of faults) console.log(fault);
  console.log(`${done} commands were ended, ${faults.length} faults`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
