import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { describeWithGo, GO_TIMEOUT_MS, goIn } from '../testing/go';
import { removeWorkspaces, workspace } from '../testing/workspace';
import { Workbench } from './workbench';

jest.setTimeout(GO_TIMEOUT_MS);

describeWithGo('Workbench', () => {
  const goMod = 'module example.com/arena\r\n\r\ngo 1.22.4\r\n';
  let bench: Workbench;
  beforeEach(() => {
    const root = workspace({
      'go.mod': goMod,
      'main.go': 'package main\n\nimport _ "go.uber.org/multierr"\n',
    });
    bench = new Workbench(root, (cwd, args) => goIn(cwd, '1.22.4', ...args));
  });
  afterEach(() => {
    bench.remove();
    removeWorkspaces();
  });

  it('lists versions also where the newest asks for a newer Go', async () => {
    const versions = await bench.versions('github.com/nats-io/nats.go');
    expect(versions).toEqual(expect.arrayContaining(['v1.34.0', 'v1.55.0']));
    expect(versions.indexOf('v1.9.1')).toBeLessThan(versions.indexOf('v1.34.0'));
  });

  it('has Go write its own mod files, with the line breaks that they had, and goes without a trace', async () => {
    bench.write({ goMod: `${goMod}\r\nrequire go.uber.org/multierr v1.11.0\r\n`, goSum: '' });
    await bench.tidy();
    expect(bench.read().goMod).toBe(`${goMod}\r\nrequire go.uber.org/multierr v1.11.0\r\n`);
    expect(bench.read().goSum).toContain('go.uber.org/multierr v1.11.0 h1:');
    expect((await bench.graph())?.chainTo('go.uber.org/multierr', 'v1.11.0')).toEqual([
      'example.com/arena',
      'go.uber.org/multierr@v1.11.0',
    ]);
    bench.remove();
    expect(existsSync(dirname(bench.modFile))).toBe(false);
  });
});
