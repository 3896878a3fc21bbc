// node tools/server/build.mjs [release] [platform]
// Builds the real Nakama server of a release from its Go module, as verify-load does, and prints the path of the program.
// It is kept in the user's cache folder and built once. Needs a C compiler (or zig) and the module proxy; run
// `npx nx build nakama-pins` first.
// Exit code 2, with the reason, if it can't be built here.
import { openPackage } from './package.mjs';

const [release = '3.40.0', platform = 'linux/amd64'] = process.argv.slice(2);
const { InputError, openCatalog } = openPackage();
const { Tools, buildServer } = openPackage('for-tools.js');
try {
  const onProgress = (event) => event.kind === 'line' && console.error(event.text);
  const tools = new Tools({ root: process.cwd(), env: process.env, onProgress });
  const program = await buildServer(openCatalog().get(release), platform, tools);
  process.stdout.write(`${program}\n`);
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  console.error(`server: ${error.message}`);
  process.exitCode = 2;
}
