import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { CacheServer } from './cache-server';

/** What is not shared by two computers, and must be in no result: names that are found nowhere else. */
interface MachineNames {
  /** Of the person who works there. */
  readonly user: string;
  /** Absolute, for everything of the machine; there already. */
  readonly dir: string;
  /** Folders. */
  readonly path: readonly string[];
}

/** A computer with a folder, a user, a home and a PATH of its own, and a clone of the workspace. */
export class Machine {
  private readonly env: NodeJS.ProcessEnv;

  /** @param root absolute folder of the clone, with its packages installed */
  constructor(
    readonly root: string,
    private readonly names: MachineNames,
    base: NodeJS.ProcessEnv,
    server: CacheServer,
  ) {
    const own = (name: string): string => {
      mkdirSync(join(names.dir, name), { recursive: true });
      return join(names.dir, name);
    };
    this.env = {
      ...base,
      ...GO_CACHES,
      HOME: own('home'),
      TMPDIR: own('tmp'),
      USER: names.user,
      LOGNAME: names.user,
      PATH: [own('bin'), ...names.path].join(':'),
      NX_SELF_HOSTED_REMOTE_CACHE_SERVER: server.url,
      NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: server.token,
    };
  }

  /** Runs targets of all projects, which must succeed; while it waits, the server of the cache can answer. */
  async runTargets(targets: readonly string[], ...more: readonly string[]): Promise<string> {
    const args = ['run-many', '-t', ...targets, '--outputStyle=static', ...more];
    const child = spawn(join(this.root, 'node_modules/.bin/nx'), args, {
      cwd: this.root,
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject).once('close', resolve);
    });
    const [out, error, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    if (code !== 0) throw new Error(`nx ${args.join(' ')} ended with ${code}:\n${out}${error}`);
    return out;
  }

  /** Paths and names that tell which machine it is. */
  get marks(): readonly string[] {
    return [this.names.dir, this.names.user];
  }

  /** File in dist/ -> the hash of its bytes. */
  built(): Readonly<Record<string, string>> {
    const dist = join(this.root, 'dist');
    const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) =>
      statSync(join(dist, file)).isFile(),
    );
    const hash = (file: string): string =>
      createHash('sha256')
        .update(readFileSync(join(dist, file)))
        .digest('hex');
    return Object.fromEntries(files.sort().map((file) => [file, hash(file)]));
  }
}

/** Compiling the standard library and fetching modules again would show nothing. */
const GO_CACHES: NodeJS.ProcessEnv = Object.fromEntries(
  ['GOCACHE', 'GOMODCACHE'].map((name) => [
    name,
    spawnSync('go', ['env', name], { encoding: 'utf8' }).stdout?.trim(),
  ]),
);
