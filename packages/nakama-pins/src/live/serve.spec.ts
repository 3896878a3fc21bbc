import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUILD_TIMEOUT_MS, canBuild } from '../artifact/testing/build-plugins';
import { realServer } from '../artifact/testing/real-server';
import { mainGo, pinned, removeWorkspaces, workspace } from '../testing/workspace';

afterAll(removeWorkspaces);

const server = realServer();
if (server === undefined) console.warn('SKIPPED: node tools/server/build.mjs has built no real server');

const ANSWERS = `	return initializer.RegisterRpc("hello", func(ctx context.Context, logger runtime.Logger, db *sql.DB, nk runtime.NakamaModule, payload string) (string, error) {
		return "first", nil
	})`;

/** Says what the server project gives it: a file beside the plugins, its configuration and a variable that is not committed. */
const GIVEN = `	file, err := nk.ReadFile("words/hello.txt")
	if err != nil {
		return err
	}
	word, err := io.ReadAll(file)
	if err != nil {
		return err
	}
	env := ctx.Value(runtime.RUNTIME_CTX_ENV).(map[string]string)
	logger.Info("given: %s, %s, %s", word, env["REGION"], os.Getenv("KEY"))
`;

/** `nakama-pins serve` from source, as a process of its own. */
class Serving {
  printed = '';
  private readonly child: ChildProcess;

  constructor(root: string) {
    const main = join(__dirname, '../cli/main.ts');
    const args = [
      '-r',
      require.resolve('@swc-node/register'),
      main,
      'serve',
      'game',
      '--binary',
      String(server),
    ];
    const env = { ...process.env, SWC_NODE_PROJECT: join(__dirname, '../../tsconfig.lib.json') };
    this.child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (text: Buffer) => (this.printed += text.toString()));
    }
  }

  /** Waits until it has printed it, and forgets all up to there. */
  async says(text: string): Promise<void> {
    await until(() => this.printed.includes(text));
    this.printed = this.printed.slice(this.printed.indexOf(text) + text.length);
  }

  end(signal: NodeJS.Signals): Promise<unknown> {
    const ended = new Promise((settle) => this.child.once('exit', settle));
    this.child.kill(signal);
    return ended;
  }

  /** Folders of its own, and programs that work in them. */
  left(): string[] {
    const own = new RegExp(`nakama-(?:serve|database|build)-${this.child.pid}-`);
    const programs = execFileSync('ps', ['-A', '-ww', '-o', 'args='], { encoding: 'utf8' }).split('\n');
    return [...readdirSync(tmpdir()), ...programs].filter((text) => own.test(text));
  }
}

async function until<T>(answer: () => T | Promise<T>): Promise<NonNullable<T>> {
  for (;;) {
    const value = await answer();
    if (value) return value;
    await new Promise((later) => setTimeout(later, 50));
  }
}

/** As a player's device calls the RPC; undefined if there is no answer. */
async function hello(http: string): Promise<string | undefined> {
  const key = `Basic ${Buffer.from('defaultkey:').toString('base64')}`;
  const call = async (
    path: string,
    authorization: string,
    body?: string,
  ): Promise<Record<string, string>> => {
    const method = body === undefined ? 'GET' : 'POST';
    const response = await fetch(`${http}${path}`, { method, headers: { authorization }, body });
    return (await response.json()) as Record<string, string>;
  };
  try {
    const device = '/v2/account/authenticate/device?create=true';
    const { token } = await call(device, key, '{"id":"device-0123456789"}');
    return (await call('/v2/rpc/hello', `Bearer ${token}`))['payload'];
  } catch {
    return undefined;
  }
}

(server !== undefined && canBuild ? it : it.skip)(
  'the server of a project runs with its plugin and files, again after an edit, on as it was after a broken one, and ends with all it started',
  async () => {
    const mainFile = 'arena/main.go';
    const main = mainGo().replace('\treturn nil', () => GIVEN + ANSWERS);
    const files = { ...pinned(), 'main.go': main.replace('import (', 'import (\n\t"io"\n\t"os"') };
    const server = { files: ['data'], config: ['local.yml'], envFile: '.env' };
    const root = workspace({
      'nakama.json': '{ "release": "3.40.0" }\n',
      'servers/game/nakama.json': JSON.stringify({ server }),
      'servers/game/data/words/hello.txt': 'hello',
      'servers/game/local.yml': 'runtime:\n  env:\n    - "REGION=eu"\n',
      'servers/game/.env': 'KEY=one\n',
      ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`arena/${path}`, text])),
    });
    const edit = (from: string, to: string): void => {
      const text = readFileSync(join(root, mainFile), 'utf8');
      writeFileSync(join(root, mainFile), text.replace(from, to));
    };
    const serving = new Serving(root);
    await serving.says('given: hello, eu, one');
    await serving.says('sockets on ');
    const http = await until(() => /^http:\S+?(?=,)/.exec(serving.printed)?.[0]);
    await serving.says('watching for changes');
    expect(await hello(http)).toBe('first');
    writeFileSync(join(root, 'servers/game/.env'), 'KEY=two\n');
    await serving.says('given: hello, eu, two');
    await serving.says('watching for changes');
    edit('"first"', '"second"');
    await until(async () => (await hello(http)) === 'second');
    await serving.says('watching for changes');
    edit('"second"', 'undeclared');
    await serving.says('undefined: undeclared');
    await serving.says('the server runs on as it was');
    expect(await hello(http)).toBe('second');
    // Opening it goes well, InitModule does not.
    edit('\treturn initializer', '\tpanic("boom")\n\treturn initializer');
    edit('undeclared', '"third"');
    await serving.says('init-module-fails');
    edit('\tpanic("boom")\n', '');
    await until(async () => (await hello(http)) === 'third');
    await serving.end('SIGINT');
    await until(() => serving.left().length === 0);
  },
  BUILD_TIMEOUT_MS,
);
