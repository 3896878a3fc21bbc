import { readFileSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { formatProblem } from '../input/problem';
import { openWorkspace } from '../open-workspace/open-workspace';
import { pinned, removeWorkspaces, workspace } from '../testing/workspace';
import { planModules } from './plan-modules';

afterEach(removeWorkspaces);

const OLD = { 'github.com/heroiclabs/nakama-common': 'v1.30.0' };
/** Nothing is fetched, and no go is found. */
const ENV = { PATH: '', GOPROXY: 'off' };

/** A workspace, and beside it a folder that is not its own. */
function both(inside: Record<string, string>, outside: Record<string, string>) {
  const parent = workspace({
    ...Object.fromEntries(Object.entries(inside).map(([file, text]) => [`inside/${file}`, text])),
    ...Object.fromEntries(Object.entries(outside).map(([file, text]) => [`outside/${file}`, text])),
  });
  const texts = (): Record<string, string> =>
    Object.fromEntries(
      Object.keys(outside).map((file) => [file, readFileSync(join(parent, 'outside', file), 'utf8')]),
    );
  return { root: join(parent, 'inside'), parent, texts };
}

const plugin = (versions = OLD): Record<string, string> =>
  Object.fromEntries(Object.entries(pinned([], versions)).map(([name, text]) => [name, text.toString()]));
const inside = (files: Record<string, string>, dir: string): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`${dir}/${name}`, text]));
const SETTINGS = { 'nakama.json': '{ "release": "3.40.0" }' };

async function pin(root: string, allowOutside = false) {
  const run = await openWorkspace({ root, env: ENV }).pin(['.'], { write: true, allowOutside });
  return {
    said: [...run.problems, ...run.modules.flatMap(({ problems }) => problems)].map(formatProblem),
    ...run,
  };
}

describe('pin writes only in the workspace', () => {
  const linked = () => {
    const { root, parent, texts } = both(
      { ...SETTINGS, ...inside(plugin(), 'linked'), ...inside(plugin(), 'own') },
      { 'go.mod': plugin()['go.mod'] ?? '' },
    );
    renameSync(join(root, 'linked/go.mod'), join(parent, 'outside/go.mod'));
    symlinkSync('../../outside/go.mod', join(root, 'linked/go.mod'));
    return { root, parent, texts };
  };

  it('leaves what a link leads to, names it, and pins the others', async () => {
    const { root, parent, texts } = linked();
    const before = texts();
    const { said, modules } = await pin(root);
    expect(said[0]).toBe(
      `linked/go.mod: this file would be written, and it is outside the workspace (expected a file in the workspace, found ${parent}/outside/go.mod)\n  fix: move it into the workspace; or, if it is yours to change: npx nakama-pins pin linked --allow-outside`,
    );
    expect(texts()).toEqual(before);
    expect(modules.find(({ dir }) => dir === 'own')?.written).toBe(true);
    expect(readFileSync(join(root, 'own/go.mod'), 'utf8')).toContain('nakama-common v1.47.0');
  });

  it('writes it where that is allowed, and the link stays', async () => {
    const { root, texts } = linked();
    expect((await pin(root, true)).said).toEqual([]);
    expect(texts()['go.mod']).toContain('nakama-common v1.47.0');
    expect(readFileSync(join(root, 'linked/go.mod'), 'utf8')).toBe(texts()['go.mod']);
  });

  it('leaves the library that a replace names there, and plans nothing for Nx to write there', async () => {
    // A library that asks for more than the server has is lowered.
    const library = plugin({ 'github.com/heroiclabs/nakama-common': 'v1.99.0' });
    const goMod = `${plugin()['go.mod']}\nrequire example.com/lib v0.0.0\n\nreplace example.com/lib => ../../outside\n`;
    const { root, texts } = both(
      { ...SETTINGS, ...inside({ ...plugin(), 'go.mod': goMod }, 'arena') },
      {
        'go.mod': (library['go.mod'] ?? '').replace('arena', 'lib'),
        'lib.go': 'package lib\n\nimport _ "github.com/heroiclabs/nakama-common/runtime"\n',
      },
    );
    const before = texts();
    const { said } = await pin(root);
    expect(said[0]).toMatch(/^\.\.\/outside\/go\.mod: this file would be written, and it is outside/);
    expect(texts()).toEqual(before);
    const plan = planModules({ root, dirs: ['arena'] });
    expect(plan.changes).toEqual([]);
    expect(plan.modules.flatMap(({ problems }) => problems).map(formatProblem)[0]).toBe(said[0]);
  });
});
