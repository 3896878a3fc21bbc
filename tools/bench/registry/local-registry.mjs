// A registry on this computer.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';

/** Starts Debian's docker-registry on the loopback. @param {string} folder what it keeps goes there */
export async function startRegistry(folder) {
  const host = `127.0.0.1:${await freePort()}`;
  const config = {
    version: 0.1,
    log: { level: 'error' },
    storage: { filesystem: { rootdirectory: path.join(folder, 'registry') } },
    http: { addr: host },
  };
  const file = path.join(folder, 'registry.yml');
  writeFileSync(file, JSON.stringify(config));
  const child = spawn('docker-registry', ['serve', file], { stdio: 'ignore' });
  for (;;) {
    if (await fetch(`http://${host}/v2/`).catch(() => undefined)) break;
    if (child.exitCode !== null) throw new Error(`docker-registry ended with ${child.exitCode}`);
    await new Promise((again) => setTimeout(again, 50));
  }
  return { host, stop: () => child.kill('SIGKILL') };
}

async function freePort() {
  const server = createServer();
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}
