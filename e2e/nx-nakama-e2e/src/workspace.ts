import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { type Registry, startRegistry } from './registry';
import { cleanEnvironment, run, type RunResult, tryRun } from './run';

export const REPOSITORY = resolve(__dirname, '../../..');
const PACKAGES = ['nakama-pins', 'nx-nakama'];

/** A temporary folder with a registry that has the packages under test. */
export interface Stage {
  readonly dir: string;
  readonly env: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

/**
 * Publishes the built packages to a registry of their own; only a temporary folder is written.
 *
 * @param previous a second version to publish them as
 */
export async function openStage(previous?: string): Promise<Stage> {
  const dir = mkdtempSync(join(tmpdir(), 'nx-nakama-e2e-'));
  let registry: Registry | undefined;
  const close = async (): Promise<void> => {
    await registry?.stop();
    rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    mkdirSync(join(dir, 'registry'));
    registry = await startRegistry(join(dir, 'registry'), PACKAGES);
    for (const name of PACKAGES) {
      const packageDir = join(REPOSITORY, 'packages', name);
      if (previous !== undefined) registry.publishAs(packageDir, previous);
      registry.publish(packageDir);
    }
    const env = cleanEnvironment({
      npm_config_registry: registry.url,
      npm_config_cache: join(dir, 'npm-cache'),
      GIT_AUTHOR_NAME: 'e2e',
      GIT_AUTHOR_EMAIL: 'e2e@example.com',
      GIT_COMMITTER_NAME: 'e2e',
      GIT_COMMITTER_EMAIL: 'e2e@example.com',
    });
    return { dir, env, close };
  } catch (error) {
    await close();
    throw error;
  }
}

export interface VerifyRun extends RunResult {
  /** How many tasks were taken from the cache. */
  readonly cacheHits: number;
}

/** Nx 22 and 23 print it in a sentence, and only if there are hits; Nx 24 prints a table. */
export function cacheHits(output: string): number {
  const said = /from the cache instead of running the command for (\d+) out of|Cache:\s+(\d+)\/\d+ hit/.exec(
    output,
  );
  return Number(said?.[1] ?? said?.[2] ?? 0);
}

/** An Nx workspace on the stage. */
export class Workspace {
  constructor(
    readonly root: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  get nxProgram(): string {
    return join(this.root, 'node_modules/.bin/nx');
  }

  /** Runs Nx, which must succeed. */
  nx(...args: string[]): string {
    return run(this.nxProgram, args, { cwd: this.root, env: this.env });
  }

  /** Runs Nx, with any exit code. */
  tryNx(...args: string[]): RunResult {
    return tryRun(this.nxProgram, args, { cwd: this.root, env: this.env });
  }

  /** Starts Nx in a process group of its own. */
  start(...args: string[]): ChildProcess {
    const stdio = ['ignore', 'pipe', 'pipe'] as const;
    return spawn(this.nxProgram, args, { cwd: this.root, env: this.env, detached: true, stdio: [...stdio] });
  }

  /**
   * Verifies all plugins as they are, with any verdict; every major of Nx prints the whole reports, also of plugins that are out
   * of sync.
   */
  verifyPins(): VerifyRun {
    const result = this.tryNx('run-many', '-t', 'verify-pins', '--outputStyle=static');
    return { ...result, cacheHits: cacheHits(result.output) };
  }

  /** Runs another program in a folder of the workspace. */
  run(folder: string, env: NodeJS.ProcessEnv, program: string, ...args: string[]): string {
    return run(program, args, { cwd: join(this.root, folder), env: { ...this.env, ...env } });
  }

  /** The same, with any exit code. */
  tryRun(folder: string, env: NodeJS.ProcessEnv, program: string, ...args: string[]): RunResult {
    return tryRun(program, args, { cwd: join(this.root, folder), env: { ...this.env, ...env } });
  }

  /** Installs what package.json says. */
  install(): void {
    run('npm', ['install'], { cwd: this.root, env: this.env });
  }

  read(file: string): string {
    return readFileSync(join(this.root, file), 'utf8');
  }

  /** Replaces a text that must be there. */
  edit(file: string, from: string | RegExp, to: string): void {
    const before = this.read(file);
    const after = before.replace(from, to);
    if (after === before) throw new Error(`${file} has no ${from}`);
    writeFileSync(join(this.root, file), after);
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.root, file), text);
  }

  /** Writes files, and the folders that they are in; then links: path -> target. */
  writeAll(files: Readonly<Record<string, string>>, links: Readonly<Record<string, string>> = {}): void {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.root, file)), { recursive: true });
      this.write(file, text);
    }
    for (const [link, target] of Object.entries(links)) symlinkSync(target, join(this.root, link));
  }
}

/** The smallest workspace that create-nx-workspace makes. */
export function createNxWorkspace({ dir, env }: Stage, version: string): Workspace {
  const args = ['--preset=apps', '--nxCloud=skip', '--packageManager=npm', '--no-interactive'];
  run('npx', ['--yes', `create-nx-workspace@${version}`, 'game', ...args], { cwd: dir, env });
  return new Workspace(join(dir, 'game'), env);
}

/** A workspace by hand: package.json, nx.json and the given Nx. */
export function createBareWorkspace({ dir, env }: Stage, nx: string): Workspace {
  const root = join(dir, `bare-${nx}`);
  mkdirSync(root);
  const packageJson = {
    name: 'game',
    version: '0.0.0',
    private: true,
    devDependencies: { nx, '@nx/devkit': nx },
  };
  writeFileSync(join(root, 'package.json'), JSON.stringify(packageJson, null, 2));
  writeFileSync(join(root, 'nx.json'), '{}');
  writeFileSync(join(root, '.gitignore'), 'node_modules\n.nx\n');
  const workspace = new Workspace(root, env);
  workspace.install();
  return workspace;
}

/** The same with nx-nakama installed and in nx.json, nothing else of it, and a git repository without a commit. */
export function createPluginWorkspace(stage: Stage, nx: string): Workspace {
  const workspace = createBareWorkspace(stage, nx);
  workspace.run('.', {}, 'npm', 'install', '--save-dev', 'nx-nakama');
  workspace.write('nx.json', '{ "plugins": ["nx-nakama"], "analytics": false }\n');
  workspace.run('.', {}, 'git', 'init', '--quiet');
  return workspace;
}
