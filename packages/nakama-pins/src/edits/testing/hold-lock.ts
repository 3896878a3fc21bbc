import { withModuleLocks } from '../module-lock';

/** Holds the lock of a folder until it is killed, a minute at most, and says so. */
const [folder = '', place = ''] = process.argv.slice(2);
void withModuleLocks([folder], { place, say: () => undefined }, async () => {
  process.stdout.write('held\n');
  await new Promise((never) => setTimeout(never, 60_000));
});
