// Judges one damaged workspace after the other, as files.mjs asks.
import { createRequire } from 'node:module';
import { randomFrom } from '../mutations/random.mjs';
import { damage } from './damage.mjs';
import { writeWorkspace } from './workspace.mjs';

const { formatProblems, InputError, openWorkspace, renderOutcome } = createRequire(import.meta.url)(
  '../../packages/nakama-pins/dist/index.js',
);

const [seed, from] = process.argv.slice(2).map(Number);
const { root, files, put } = writeWorkspace();
const names = Object.keys(files);

for (let i = from; ; i++) {
  // Each case has its own numbers, so that one alone can be tried again.
  const random = randomFrom(seed * 1_000_003 + i);
  const file = names[random.below(names.length)];
  const { text, how } = damage(files[file], random, () => files[names[random.below(names.length)]]);
  await ask(`case ${i} of seed ${seed}, ${file} (${how})`);
  put(file, text);
  process.send({ faults: await judge(file) });
  put(file, files[file]);
}

function ask(begin) {
  const allowed = new Promise((resolve) => {
    process.once('message', resolve);
  });
  process.send({ begin });
  return allowed;
}

async function judge(file) {
  const faults = [];
  let run;
  try {
    run = await openWorkspace({ root, env: { PATH: '', GOPROXY: 'off' } }).verify(['.']);
  } catch (error) {
    // What concerns the whole workspace may be refused as a whole.
    return error instanceof InputError
      ? printedFaults([formatProblems(error.problems)])
      : [String(error.stack)];
  }
  const { modules, problems } = run;
  const good = modules.find(({ dir }) => dir === 'good');
  const isOwn = file.startsWith('bad/');
  // The two may not fit together: then the good one's finding names the other.
  const told = good?.findings.some(({ message }) => /\bbad\b/.test(message));
  if (isOwn && good?.verdict !== 'loads' && !told) faults.push(`the other plugin is called ${good?.verdict}`);
  for (const { file: where, message } of problems)
    if (!where || !message) faults.push(`a problem without place or words: ${where} ${message}`);
  const texts = [...modules.map((one) => renderOutcome(one, { color: false })), formatProblems(problems)];
  return [...faults, ...printedFaults(texts)];
}

/** What could act on a terminal or a CI, or fills the screen. */
function printedFaults(texts) {
  return texts.flatMap((text) => [
    // eslint-disable-next-line no-control-regex -- these are what must not be printed
    ...(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(text)
      ? [`it prints a control character: ${JSON.stringify(text).slice(0, 300)}`]
      : []),
    ...(/^(?:::|##\[|##vso)/m.test(text) ? [`it prints a command of a CI: ${text.slice(0, 300)}`] : []),
    ...(text.length > 200_000 ? [`it prints ${text.length} characters`] : []),
  ]);
}
