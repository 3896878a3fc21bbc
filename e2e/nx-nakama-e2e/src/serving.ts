import { type ChildProcess, execFileSync } from 'node:child_process';
import type { Workspace } from './workspace';

/** A continuous Nx task that runs. */
export class Serving {
  printed = '';
  private readonly child: ChildProcess;

  constructor(workspace: Workspace, ...args: string[]) {
    this.child = workspace.start(...args);
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (text: Buffer) => (this.printed += text.toString()));
    this.child.on('exit', (code) => (this.printed += `\nended with ${code}\n`));
  }

  /** Waits until it has printed it. @throws Error with all that it printed if it ends before */
  async says(text: string | RegExp): Promise<RegExpMatchArray> {
    for (;;) {
      const found = this.printed.match(text);
      if (found) return found;
      if (/\nended with /.test(this.printed)) throw new Error(this.printed);
      await later(100);
    }
  }

  /** As Ctrl-C in a terminal, which all processes of the group get; waits for the end. */
  async pressCtrlC(): Promise<void> {
    process.kill(-Number(this.child.pid), 'SIGINT');
    while (!/\nended with /.test(this.printed)) await later(50);
  }
}

/** Programs that run with one of these texts among their arguments. */
export function programsWith(text: string): string[] {
  const all = execFileSync('ps', ['-A', '-ww', '-o', 'args='], { encoding: 'utf8' }).split('\n');
  return all.filter((line) => line.includes(text));
}

/** Asks again until it is so. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await later(100);
}

/** What an RPC answers to a player's device; undefined if there is no answer. */
export async function callRpc(http: string, id: string, payload: object): Promise<string | undefined> {
  const send = async (path: string, authorization: string, body: string): Promise<Record<string, string>> => {
    const response = await fetch(`${http}${path}`, { method: 'POST', headers: { authorization }, body });
    return (await response.json()) as Record<string, string>;
  };
  try {
    const key = `Basic ${Buffer.from('defaultkey:').toString('base64')}`;
    const { token } = await send(
      '/v2/account/authenticate/device?create=true',
      key,
      '{"id":"device-0123456789"}',
    );
    return (await send(`/v2/rpc/${id}`, `Bearer ${token}`, JSON.stringify(JSON.stringify(payload))))[
      'payload'
    ];
  } catch {
    return undefined;
  }
}

function later(ms: number): Promise<void> {
  return new Promise((settle) => setTimeout(settle, ms));
}
