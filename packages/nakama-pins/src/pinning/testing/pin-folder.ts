import { openWorkspace } from '../../open-workspace/open-workspace';

/** Pins every module below a folder from text alone, and prints a line for each that is done. */
const [root = ''] = process.argv.slice(2);
const workspace = openWorkspace({
  root,
  env: { PATH: '/nowhere' },
  onProgress: (event) => {
    if (event.kind === 'modules') process.stdout.write(`${event.done}\n`);
  },
});
void workspace.pin(['.'], { write: true });
