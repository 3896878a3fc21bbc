import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { verifyAt } from '../testing/one';
import { type Files, mainGo, pinned, RELEASE, removeWorkspaces, workspace } from '../testing/workspace';

afterAll(removeWorkspaces);

const MODULES = 40;
const KILLS = 8;

const names = Array.from({ length: MODULES }, (_, i) => `plugins/p${String(i).padStart(3, '0')}`);

/** Forty plugins of an older release, each with four files to change. */
function outOfStep(): string {
  const older = pinned(['go.uber.org/zap', 'go.uber.org/multierr'], {
    'github.com/heroiclabs/nakama-common': 'v1.44.0',
    'go.uber.org/zap': 'v1.27.0',
  });
  const plugin: Files = {
    ...older,
    'main.go': mainGo('go.uber.org/zap'),
    Dockerfile: 'FROM heroiclabs/nakama-pluginbuilder:3.35.0\n',
    'compose.yaml': 'services:\n  nakama:\n    image: heroiclabs/nakama:3.35.0\n',
  };
  const files = names.flatMap((dir) =>
    Object.entries(plugin).map(([file, text]) => [`${dir}/${file}`, text] as const),
  );
  return workspace({ 'nakama.json': `{ "release": "${RELEASE}" }\n`, ...Object.fromEntries(files) });
}

/** Starts a pin of all and kills it once so many modules are done; undefined lets it end. */
async function pinAll(root: string, killAfter?: number): Promise<number | null> {
  const script = join(__dirname, 'testing/pin-folder.ts');
  const child = spawn(process.execPath, ['-r', '@swc-node/register', script, root], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface({ input: child.stdout }).on('line', (done) => {
    if (Number(done) === killAfter) child.kill('SIGKILL');
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return code;
}

function textsOf(root: string): Map<string, string> {
  const files = names.flatMap((dir) => readdirSync(join(root, dir)).map((file) => `${dir}/${file}`));
  return new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
}

/** Numbers that look random and are the same in every run (mulberry32). */
function* random(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    yield ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }
}

describe('a pin of forty plugins', () => {
  const root = outOfStep();
  const old = textsOf(root);
  let now: Map<string, string>;

  beforeAll(async () => {
    expect(await pinAll(root)).toBe(0);
    now = textsOf(root);
    expect([...now.keys()]).toEqual([...old.keys()]);
    const changed = [...now.keys()].filter((file) => now.get(file) !== old.get(file));
    expect(changed).toHaveLength(4 * MODULES);
  });

  const restore = (): void => {
    for (const [file, text] of old) writeFileSync(join(root, file), text);
  };

  it('leaves every file old or new, and nothing that counts besides, when it is killed', async () => {
    const numbers = random(4);
    let halfway = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      restore();
      await pinAll(root, 1 + Math.floor(numbers.next().value * (MODULES - 1)));
      const left = textsOf(root);
      const torn = [...old.keys()].filter(
        (file) => left.get(file) !== old.get(file) && left.get(file) !== now.get(file),
      );
      expect(torn).toEqual([]);
      if ([...now.keys()].some((file) => left.get(file) !== now.get(file))) halfway++;
      // What the write that was interrupted leaves beside a file is no file of Go's, Docker's or ours.
      const leftovers = [...left.keys()].filter((file) => !old.has(file));
      for (const file of leftovers)
        expect(file).toMatch(/\/(?:go\.mod|go\.sum|Dockerfile|compose\.yaml)\.\d+$/);
    }
    expect(halfway).toBeGreaterThan(0);
    expect(await pinAll(root)).toBe(0);
    for (const dir of names) expect(verifyAt(root, dir)).toMatchObject({ verdict: 'loads', findings: [] });
  });

  it('may run twice at once', async () => {
    restore();
    expect(await Promise.all([pinAll(root), pinAll(root)])).toEqual([0, 0]);
    const left = textsOf(root);
    for (const [file, text] of now) expect(`${file}: ${left.get(file)}`).toBe(`${file}: ${text}`);
  });
});
