// node fetch.mjs <dist of nakama-pins> <image> <host>: fetches the server's program in a process of its own, and prints
// its bytes, the peak of memory and the CPU time in seconds as JSON.
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

const [dist, image, host] = process.argv.slice(2);
const { fetchServerPrograms } = createRequire(import.meta.url)(path.join(dist, 'for-tools.js'));
const env = process.env;
const { programs, dispose } = await fetchServerPrograms(`image:${image}`, {
  cwd: tmpdir(),
  env,
  insecure: [host],
});
const bytes = statSync(programs[0].file).size;
await dispose();
// In KiB on all systems.
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
const peak = maxRSS / 1024;
const cpu = (userCPUTime + systemCPUTime) / 1e6;
process.stdout.write(JSON.stringify({ bytes, peak, cpu }));
