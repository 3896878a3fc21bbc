// node tools/server/build.mjs [release]
// Builds the real Nakama server of a release from its Go module and prints the path of the program. It is kept in the
// user's cache folder and built once. Needs go (1.21 or newer), a C compiler and the module proxy.
// Exit code 2 where it can't be built here, with the reason.
import { buildServer, CannotBuild } from './server.mjs';

const [release = '3.40.0'] = process.argv.slice(2);
try {
  process.stdout.write(`${buildServer(release)}\n`);
} catch (error) {
  if (!(error instanceof CannotBuild)) throw error;
  console.error(`server: ${error.message}`);
  process.exitCode = 2;
}
