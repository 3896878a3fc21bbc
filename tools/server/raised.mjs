// node tools/server/raised.mjs
// Builds a server that no catalog knows: that of Nakama 3.40.0 with a newer Go and a newer protobuf, as version 3.99.0,
// and prints the path of the program. It is kept in the user's cache folder and built once. Needs a C compiler (or zig)
// and the module proxy; run `npx nx build nakama-pins` first.
// Exit code 2, with the reason, if it can't be built here.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openPackage } from './package.mjs';

const VERSION = '3.99.0';
const GO = '1.27.3';
const RAISED = 'google.golang.org/protobuf v1.36.12';
const PLATFORM = 'linux/amd64';
const SERVER = 'github.com/heroiclabs/nakama/v3';
/** A build takes minutes; one that died is taken over. */
const LOCK = { staleMs: 30_000, waitMs: 30 * 60 * 1000 };

const { openCatalog } = openPackage();
const { Tools, userCache, withFileLock } = openPackage('for-tools.js');

const base = openCatalog().get('3.40.0');
const tools = new Tools({ root: process.cwd(), env: process.env });
const program = path.join(userCache(process.env), 'servers', `${VERSION}-go${GO}-linux-amd64`, 'nakama');
try {
  mkdirSync(path.dirname(program), { recursive: true });
  await withFileLock(program, LOCK, async () => existsSync(program) || (await build()));
  process.stdout.write(`${program}\n`);
} catch (error) {
  console.error(`server: ${error.message}`);
  process.exitCode = 2;
}

async function build() {
  console.error(`building Nakama ${VERSION}, once: this takes some minutes`);
  const compiler = await tools.cCompiler(base, PLATFORM);
  if (compiler.missing !== undefined) throw new Error(compiler.missing);
  const toolchain = await tools.go({ go: GO }, { platform: PLATFORM, extra: compiler.env, fetch: true });
  if (toolchain.missing !== undefined) throw new Error(toolchain.missing);
  const dir = mkdtempSync(path.join(tmpdir(), 'nakama-server-'));
  const unfinished = `${program}.${process.pid}`;
  const go = async (...args) => {
    const { code, stdout, stderr } = await tools.run(toolchain, dir, args);
    if (code !== 0) throw new Error(`go ${args[0]}: ${(stderr || stdout).trim()}`);
    return stdout;
  };
  try {
    const { GoMod } = JSON.parse(await go('mod', 'download', '-json', `${SERVER}@v${base.version}`));
    writeFileSync(path.join(dir, 'go.mod'), raisedGoMod(readFileSync(GoMod, 'utf8')));
    const ldflags = `-ldflags=-s -w -X main.version=${VERSION}`;
    await go('build', '-mod=mod', '-trimpath', ldflags, '-o', unfinished, SERVER);
    renameSync(unfinished, program);
  } finally {
    rmSync(dir, { recursive: true, force: true });
    rmSync(unfinished, { force: true });
  }
}

/** A module that requires the server, and all else as the server itself does, but for the Go and what is raised. */
function raisedGoMod(goMod) {
  const own = goMod.replace(/^module .*$/m, 'module nakama.invalid/server').replace(/^go .*$/m, `go ${GO}`);
  return `${own}\nrequire (\n\t${SERVER} v${base.version}\n\t${RAISED}\n)\n`;
}
