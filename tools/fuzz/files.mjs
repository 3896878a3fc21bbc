// node tools/fuzz/files.mjs [--seed N] [--count N] [--seconds N]
// Damages one file of a workspace after another and has it judged. Whatever the file is: judging ends, says what is wrong
// where, prints nothing that could act on a terminal or a CI, and the other plugin loads. Exit code 1 where it does not.
// Needs the built core. By hand, for an hour: --seconds 3600 --seed 2
import { fork } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { options } from './options.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));

/** One file of a few kilobytes takes milliseconds; who is silent for so long will not end. */
const SILENCE_MS = 60_000;

/**
 * @param {{ seed: number, count?: number, seconds?: number }} options
 * @returns the number of cases, and what was wrong
 */
export function run({ seed, count = Infinity, seconds = Infinity }) {
  const faults = [];
  let done = 0;
  let current = '';
  const end = Date.now() + seconds * 1000;
  return new Promise((resolve, reject) => {
    let watch;
    /** A case that does not end takes its process with it; the next begins after it. */
    const start = (from) => {
      const child = fork(path.join(here, 'files-child.mjs'), [String(seed), String(from)], {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        execArgv: ['--max-old-space-size=1500'],
      });
      const alive = () => {
        clearTimeout(watch);
        watch = setTimeout(() => child.kill('SIGKILL'), SILENCE_MS);
      };
      alive();
      child.on('message', (message) => {
        alive();
        if (message.begin !== undefined) {
          if (done >= count || Date.now() >= end) {
            child.removeAllListeners('exit');
            clearTimeout(watch);
            child.kill('SIGKILL');
            resolve({ done, faults });
            return;
          }
          current = message.begin;
          child.send('go');
        } else {
          done++;
          faults.push(...message.faults.map((fault) => `${current}: ${fault}`));
        }
      });
      child.on('error', reject);
      child.on('exit', (code, signal) => {
        clearTimeout(watch);
        faults.push(`${current}: judging it ended with ${signal ?? code}`);
        done++;
        if (faults.length > 20) resolve({ done, faults });
        else start(from + done);
      });
    };
    start(0);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { done, faults } = await run(options({ count: 2000 }));
  for (const fault of faults) console.log(fault);
  console.log(`${done} damaged files, ${faults.length} faults`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
