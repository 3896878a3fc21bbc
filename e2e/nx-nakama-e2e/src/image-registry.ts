import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from './registry';
import { run } from './run';

/** Debian's packages that an image is made and served with; `npm test` installs them where it may. */
const PROGRAMS = ['docker-registry', 'skopeo', 'umoci'];

/** What is missing for a registry of images; '' if nothing is. */
export const missingImageParts = PROGRAMS.filter((name) => !existsSync(`/usr/bin/${name}`)).join(', ');

/** A registry on the loopback, without TLS, with an image that has a server in it. */
export interface ImageRegistry {
  /** `127.0.0.1:5000` */
  readonly host: string;
  /** `127.0.0.1:5000/studio/nakama:3.99.0` */
  readonly image: string;
  stop(): void;
}

/** Makes an image of a server's program, as the official ones are, in an OCI layout. @returns the layout's folder */
export function imageLayout(dir: string, program: string): string {
  const env = process.env;
  const umoci = (...args: string[]): string => run('umoci', args, { cwd: dir, env });
  copyFileSync(program, join(dir, 'nakama'));
  umoci('init', '--layout', 'images');
  umoci('new', '--image', 'images:server');
  umoci('insert', '--image', 'images:server', 'nakama', '/nakama/nakama');
  const platform = ['--architecture', 'amd64', '--os', 'linux'];
  umoci('config', '--image', 'images:server', '--config.entrypoint', '/nakama/nakama', ...platform);
  return join(dir, 'images');
}

/** Serves the image of a layout. */
export async function startImageRegistry(dir: string, layout: string, name: string): Promise<ImageRegistry> {
  const host = `127.0.0.1:${await freePort()}`;
  mkdirSync(join(dir, 'data'), { recursive: true });
  const config = {
    version: 0.1,
    log: { level: 'error' },
    storage: { filesystem: { rootdirectory: join(dir, 'data') } },
    http: { addr: host },
  };
  writeFileSync(join(dir, 'registry.yml'), JSON.stringify(config));
  const server = spawn('docker-registry', ['serve', join(dir, 'registry.yml')], { stdio: 'ignore' });
  const stop = (): void => void server.kill('SIGKILL');
  try {
    await untilReady(`http://${host}/v2/`, server);
    const image = `${host}/${name}`;
    const args = ['copy', '--insecure-policy', '--dest-tls-verify=false'];
    run('skopeo', [...args, `oci:${layout}:server`, `docker://${image}`], { cwd: dir, env: process.env });
    return { host, image, stop };
  } catch (error) {
    stop();
    throw error;
  }
}

async function untilReady(url: string, server: ChildProcess): Promise<void> {
  while (server.exitCode === null) {
    if (await fetch(url).catch(() => undefined)) return;
    await setTimeout(50);
  }
  throw new Error(`docker-registry ended with ${server.exitCode}`);
}
