import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** Debian's packages that the tests of real parts need; `npm test` installs them where it may. */
const PROGRAMS = ['docker-registry', 'openssl', 'skopeo', 'umoci'].map((name) => `/usr/bin/${name}`);

/** What is missing for tests with a real registry; '' if nothing is. */
export const missingParts: string = PROGRAMS.filter((file) => !existsSync(file))
  .map((file) => file.slice('/usr/bin/'.length))
  .join(', ');

/** Runs a program to its end. */
export function run(program: string, args: readonly string[], cwd: string): string {
  return execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

const running: ChildProcess[] = [];

/** Ends every registry. */
export function stopRegistries(): void {
  for (const child of running.splice(0)) child.kill('SIGKILL');
}

/** Starts Debian's docker-registry on the loopback. @param auth the section `auth` of its config @returns its host */
export async function startRegistry(folder: string, auth: object | undefined): Promise<string> {
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  mkdirSync(join(folder, 'data'), { recursive: true });
  const config = {
    version: 0.1,
    log: { level: 'error' },
    storage: { filesystem: { rootdirectory: join(folder, 'data') } },
    http: { addr: host },
    ...(auth && { auth }),
  };
  writeFileSync(join(folder, 'config.yml'), JSON.stringify(config));
  const child = spawn('/usr/bin/docker-registry', ['serve', join(folder, 'config.yml')], { stdio: 'ignore' });
  running.push(child);
  for (;;) {
    const answer = await fetch(`http://${host}/v2/`).catch(() => undefined);
    if (answer) return host;
    if (child.exitCode !== null) throw new Error(`docker-registry ended with ${child.exitCode}`);
    await new Promise((again) => setTimeout(again, 50));
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

/** What stands in for a server, in latin1: it begins as a program does. @param bytes how long it is */
export function standIn(name: string, bytes = 200_000): string {
  return `\x7fELF${`${name}, `.repeat(Math.ceil(bytes / name.length))}`.slice(0, bytes);
}

/** Makes an image in an OCI layout by umoci; layers are put on each other with `insert` and the like. */
export class TestImage {
  constructor(
    private readonly folder: string,
    readonly layout: string,
    readonly tag: string,
  ) {
    if (!existsSync(join(folder, layout))) run('umoci', ['init', '--layout', layout], folder);
    run('umoci', ['new', '--image', this.name], folder);
  }

  get name(): string {
    return `${this.layout}:${this.tag}`;
  }

  /** A layer with a file. */
  insert(path: string, content: string): this {
    writeFileSync(join(this.folder, 'inserted'), content, 'latin1');
    return this.umoci('insert', '--image', this.name, 'inserted', path);
  }

  /** A layer without a file of the layers below. */
  whiteout(path: string): this {
    return this.umoci('insert', '--image', this.name, '--whiteout', path);
  }

  config(...args: readonly string[]): this {
    return this.umoci('config', '--image', this.name, ...args);
  }

  private umoci(...args: readonly string[]): this {
    run('umoci', args, this.folder);
    return this;
  }
}

/** Copies an image by skopeo. */
export function skopeo(folder: string, from: string, to: string, ...args: readonly string[]): void {
  run(
    'skopeo',
    ['copy', '--insecure-policy', '--src-tls-verify=false', '--dest-tls-verify=false', ...args, from, to],
    folder,
  );
}
