import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareFingerprints } from '../fingerprints/comparison';
import { buildable, describeWithGo, GO_TIMEOUT_MS } from '../testing/go';
import { catalogRelease, removeWorkspaces, workspace } from '../testing/workspace';
import { runGo } from '../toolchain/go-command';
import { resolveToolchain } from '../toolchain/toolchain';
import { compileFingerprints, type RunGoIn } from './compiled-packages';

jest.setTimeout(GO_TIMEOUT_MS);
afterAll(removeWorkspaces);

const ZAP = 'go.uber.org/zap';
const MAIN = 'example.com/arena';

describeWithGo('the packages of a plugin', () => {
  const run: RunGoIn = async (cwd, args) => {
    const toolchain = await resolveToolchain({ version: '1.26.5', base: process.env });
    if (toolchain.missing !== undefined) throw new Error(toolchain.missing);
    return runGo({ ...toolchain, args, cwd });
  };

  it('are those that go links, each with its module and its imports', async () => {
    const dir = workspace(buildable([ZAP]));
    const { packages } = await compileFingerprints({ dir, packages: [MAIN] }, run);
    expect(packages?.get(ZAP)).toMatchObject({
      fingerprint: catalogRelease().fingerprints('linux/amd64')?.get(ZAP),
      standard: false,
      module: { path: ZAP, version: 'v1.28.0' },
    });
    expect(packages?.get(ZAP)?.imports).toContain('go.uber.org/multierr');
    expect(packages?.get('net')).toMatchObject({ standard: true });
    expect(packages?.get('unsafe')).toBeUndefined();
  });

  it('can be those of a planned go.mod, before it is written', async () => {
    const planned = buildable([ZAP]);
    const dir = workspace({
      ...planned,
      'go.mod': String(planned['go.mod']).replace('v1.11.0', 'v1.10.0'),
      'plan/go.mod': planned['go.mod'] ?? '',
      'plan/go.sum': planned['go.sum'] ?? '',
    });
    const before = readFileSync(join(dir, 'go.mod'), 'utf8');
    const modFile = join(dir, 'plan/go.mod');
    const { packages } = await compileFingerprints({ dir, packages: [MAIN], modFile }, run);
    const comparison = { release: catalogRelease(), platform: 'linux/amd64', starts: [MAIN] };
    expect(compareFingerprints(packages ?? new Map(), { ...comparison, isLibrary: false })).toEqual([]);
    expect(packages?.size).toBeGreaterThan(200);
    expect(readFileSync(join(dir, 'go.mod'), 'utf8')).toBe(before);
  });
});
