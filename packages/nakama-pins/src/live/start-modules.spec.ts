import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build, BUILD_TIMEOUT_MS, canBuild } from '../artifact/testing/build-plugins';
import { realServer } from '../artifact/testing/real-server';
import { openWorkspace } from '../open-workspace/open-workspace';
import { type Files, pinned, removeWorkspaces, workspace } from '../testing/workspace';

afterAll(removeWorkspaces);

const server = realServer();
if (server === undefined) console.warn('SKIPPED: node tools/server/build.mjs has built no real server');

/** InitModule does what a variable says; lines of it are asserted. */
const MAIN_GO = `package main

import (
	"context"
	"database/sql"
	"log"
	"os"
	"time"

	"github.com/heroiclabs/nakama-common/api"
	"github.com/heroiclabs/nakama-common/runtime"
)

func fails(ctx context.Context, how string, db *sql.DB) error {
	switch how {
	case "error":
		_, err := db.ExecContext(ctx, "SELECT * FROM missing")
		return err
	case "panic":
		panic("boom")
	case "goroutine":
		go func() { panic("boom") }()
		select {}
	case "block":
		time.Sleep(time.Hour)
	case "exit":
		log.Fatal("no licence")
	}
	_, err := db.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS scores (id INT)")
	return err
}

func InitModule(ctx context.Context, logger runtime.Logger, db *sql.DB, nk runtime.NakamaModule, initializer runtime.Initializer) error {
	if err := fails(ctx, os.Getenv("NAME_fails"), db); err != nil {
		return err
	}
	rpc := func(ctx context.Context, logger runtime.Logger, db *sql.DB, nk runtime.NakamaModule, payload string) (string, error) {
		return payload, nil
	}
	if err := initializer.RegisterRpc("NAME", rpc); err != nil {
		return err
	}
	return initializer.RegisterAfterGetAccount(func(ctx context.Context, logger runtime.Logger, db *sql.DB, nk runtime.NakamaModule, out *api.Account) error {
		return nil
	})
}
`;

function sources(name: string): Files {
  const files = Object.entries({ ...pinned(), 'main.go': MAIN_GO.replaceAll('NAME', name) });
  return Object.fromEntries(
    files.map(([path, text]) => [path, String(text).replace('example.com/arena', `example.com/${name}`)]),
  );
}

/** A workspace with these plugins, built. */
async function built(...names: string[]): Promise<string> {
  const files = names.flatMap((name) =>
    Object.entries(sources(name)).map(([path, text]): [string, string | Buffer] => [
      `plugins/${name}/${path}`,
      text,
    ]),
  );
  const root = workspace({ 'nakama.json': '{ "release": "3.40.0" }\n', ...Object.fromEntries(files) });
  for (const name of names) {
    const so = join(root, `dist/plugins/${name}/linux-amd64/${name}.so`);
    mkdirSync(dirname(so), { recursive: true });
    copyFileSync(await build({ files: sources(name) }), so);
  }
  return root;
}

/** Folders of a process, and programs that work in them. */
function leftOf(pid: number | undefined): string[] {
  const own = new RegExp(`nakama-(?:start|database)-${pid}-`);
  const programs = execFileSync('ps', ['-A', '-ww', '-o', 'args='], { encoding: 'utf8' }).split('\n');
  return [...readdirSync(tmpdir()), ...programs].filter((text) => own.test(text));
}

(server !== undefined && canBuild ? describe : describe.skip)(
  'a real server and a Postgres of its own',
  () => {
    it(
      'run InitModule, say what is registered, and leave nothing behind',
      async () => {
        const root = await built('arena', 'lobby');
        const run = await openWorkspace({ root }).start(['.'], { binary: server });
        expect(run.problems).toEqual([]);
        expect(run.modules).toMatchObject([
          {
            ok: true,
            proof: 'started',
            started: [{ registered: { rpcs: ['arena'], matches: [], hooks: ['after getaccount'] } }],
          },
          { ok: true, started: [{ registered: { rpcs: ['lobby'] } }] },
        ]);
        expect(run.together).toMatchObject([
          [{ started: [{ registered: { rpcs: ['arena', 'lobby'] } }] }, { ok: true }],
        ]);
        expect(leftOf(process.pid)).toEqual([]);
      },
      BUILD_TIMEOUT_MS,
    );

    it(
      'name the plugin that keeps a server from starting, and start it without that one',
      async () => {
        const root = await built('arena', 'lobby');
        const options = { binary: server, together: 'only', env: ['lobby_fails=panic'] } as const;
        const { modules } = await openWorkspace({ root }).start(['.'], options);
        expect(modules.map(({ verdict }) => verdict)).toEqual(['loads', 'fails']);
      },
      BUILD_TIMEOUT_MS,
    );

    it.each([
      [
        'error',
        33,
        'returns the error "ERROR: relation "missing" does not exist',
        'CREATE TABLE IF NOT EXISTS',
      ],
      ['panic', 33, 'of a panic Nakama prints nothing', 'debug.Stack()'],
      ['goroutine', 22, 'the plugin panics (panic: boom)', 'return an error'],
      ['block', 25, 'InitModule has not returned after 3 s', '--timeout'],
      [
        'exit',
        27,
        "ends the server's process (its last words: no licence)",
        'in place of ending the process',
      ],
    ])(
      'say where InitModule fails: %s',
      async (how, line, message, fix) => {
        const root = await built('arena');
        const options = { binary: server, env: [`arena_fails=${how}`], timeout: 3 } as const;
        const { modules, exitCode } = await openWorkspace({ root }).start(['.'], options);
        expect(exitCode).toBe(1);
        expect(modules[0]?.findings).toMatchObject([
          {
            id: 'init-module-fails',
            proof: 'started',
            location: { file: 'plugins/arena/main.go', line },
            message: expect.stringContaining(message) as string,
            fix: expect.stringContaining(fix) as string,
          },
        ]);
      },
      BUILD_TIMEOUT_MS,
    );

    it.each(['SIGTERM', 'SIGKILL'] as const)(
      'end with a command that gets %s',
      async (signal) => {
        const root = await built('arena');
        const args = ['verify-start', '--binary', String(server), '--env', 'arena_fails=block'];
        const child = command(root, args);
        await until(() => leftOf(child.pid).some((text) => text.includes('--runtime.path')));
        child.kill(signal);
        await until(() => leftOf(child.pid).length === 0);
      },
      BUILD_TIMEOUT_MS,
    );
  },
);

/** The command as a process of its own, from source. */
function command(cwd: string, args: readonly string[]): ChildProcess {
  const main = join(__dirname, '../cli/main.ts');
  const env = { ...process.env, SWC_NODE_PROJECT: join(__dirname, '../../tsconfig.lib.json') };
  const argv = ['-r', require.resolve('@swc-node/register'), main, ...args];
  return spawn(process.execPath, argv, { cwd, env, stdio: 'ignore' });
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((later) => setTimeout(later, 50));
}
