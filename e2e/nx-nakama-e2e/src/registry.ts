import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { cleanEnvironment, run } from './run';

export interface Registry {
  readonly url: string;
  /** Packs a built package and publishes the tarball, as a release would. */
  publish(packageDir: string): void;
  /** Publishes the tarball of a built package as an older version, as if that had been released before. */
  publishAs(packageDir: string, version: string): void;
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 10 * 60 * 1000;
const POLL_MS = 100;

/**
 * Starts a registry on a free loopback port that has the packages under test and passes every other request to
 * the registry that npm is configured for.
 *
 * @param dir an empty folder for its files
 * @param own names of the packages under test, which are never asked for elsewhere
 */
export async function startRegistry(dir: string, own: readonly string[]): Promise<Registry> {
  const uplink =
    run('npm', ['config', 'get', 'registry'], { cwd: dir, env: process.env }).split('\n')[0] ?? '';
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const config = join(dir, 'config.yaml');
  writeFileSync(config, configuration(dir, uplink.trim(), own));

  const server = spawn(
    process.execPath,
    [require.resolve('verdaccio/bin/verdaccio'), '--config', config, '--listen', `127.0.0.1:${port}`],
    { cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const log: string[] = [];
  server.stdout.on('data', (chunk) => log.push(String(chunk)));
  server.stderr.on('data', (chunk) => log.push(String(chunk)));
  await untilReady(url, server, log);

  const packs = join(dir, 'packs');
  mkdirSync(packs);
  const npmrc = join(dir, '.npmrc');
  // Verdaccio lets everybody publish, but npm wants a token before it asks.
  writeFileSync(npmrc, `${url.replace('http:', '')}:_authToken=none\nregistry=${url}\n`);
  const env = cleanEnvironment({ npm_config_userconfig: npmrc, npm_config_cache: join(dir, 'npm-cache') });

  const pack = (packageDir: string): string => {
    const args = ['pack', '--silent', '--json', '--pack-destination', packs];
    const packed = JSON.parse(run('npm', args, { cwd: packageDir, env })) as [{ filename: string }];
    return join(packs, packed[0].filename);
  };

  return {
    url,
    publish(packageDir) {
      run('npm', ['publish', pack(packageDir), '--registry', url], { cwd: packs, env });
    },
    publishAs(packageDir, version) {
      const folder = `${pack(packageDir)}-${version}`;
      mkdirSync(folder);
      run('tar', ['-xzf', folder.slice(0, -version.length - 1), '-C', folder], { cwd: packs, env });
      withVersion(join(folder, 'package/package.json'), version, own);
      const args = ['publish', join(folder, 'package'), '--tag', 'previous', '--registry', url];
      run('npm', args, { cwd: packs, env });
    },
    stop: () => stop(server),
  };
}

/** Writes the version into a package.json, also for dependencies on other packages under test. */
function withVersion(file: string, version: string, own: readonly string[]): void {
  const packageJson = JSON.parse(readFileSync(file, 'utf8')) as { dependencies?: Record<string, string> };
  const dependencies = Object.fromEntries(
    Object.entries(packageJson.dependencies ?? {}).map(([name, range]) => [
      name,
      own.includes(name) ? version : range,
    ]),
  );
  writeFileSync(file, JSON.stringify({ ...packageJson, version, dependencies }, null, 2));
}

function configuration(dir: string, uplink: string, own: readonly string[]): string {
  const config = {
    storage: join(dir, 'storage'),
    auth: { htpasswd: { file: join(dir, 'htpasswd') } },
    uplinks: { upstream: { url: uplink, timeout: '120s', maxage: '60m' } },
    packages: {
      ...Object.fromEntries(own.map((name) => [name, { access: '$all', publish: '$all' }])),
      '**': { access: '$all', proxy: 'upstream' },
    },
    log: { type: 'stdout', format: 'pretty', level: 'warn' },
    web: { enable: false },
  };
  return JSON.stringify(config, null, 2);
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

async function untilReady(url: string, server: ChildProcess, log: readonly string[]): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline && server.exitCode === null) {
    const answer = await fetch(`${url}-/ping`).catch(() => undefined);
    if (answer?.ok) return;
    await setTimeout(POLL_MS);
  }
  await stop(server);
  throw new Error(`the registry did not start:\n${log.join('')}`);
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill();
  await ended;
}
