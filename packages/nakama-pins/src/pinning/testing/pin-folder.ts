import { pinWorkspace } from '../pin-workspace';

/** Pins every module below a folder from text alone, and prints a line for each that is done. */
const [root = ''] = process.argv.slice(2);
void pinWorkspace({
  root,
  dirs: ['.'],
  env: { PATH: '/nowhere' },
  write: true,
  onProgress: (done) => process.stdout.write(`${done}\n`),
});
