import { createServer, type Server } from 'node:net';

const HOST = '127.0.0.1';
const TRIES = 50;

/**
 * Finds ports that are free now: one that the system gives, with others at fixed distances from it, for programs that
 * count from one port to the next.
 *
 * @param distances `[0, -1]`: the port that is returned and the one before
 * @throws an error if there are none
 */
export async function freePort(distances: readonly number[] = [0]): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const held: Server[] = [];
    try {
      const port = await hold(0, held);
      for (const distance of distances) if (distance !== 0) await hold(port + distance, held);
      return port;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    } finally {
      await Promise.all(held.map((server) => new Promise((closed) => server.close(closed))));
    }
  }
  throw new Error(`no free ports on ${HOST}`);
}

async function hold(port: number, held: Server[]): Promise<number> {
  const server = createServer();
  await new Promise<void>((settle, fail) => {
    server.once('error', fail);
    server.listen(port, HOST, settle);
  });
  held.push(server);
  return (server.address() as { port: number }).port;
}
