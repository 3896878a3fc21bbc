import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { openWorkspace } from '../../open-workspace/open-workspace';
import { renderOutcome } from '../../open-workspace/render-outcome';
import { describeWithGo, GO_TIMEOUT_MS, goIn } from '../../testing/go';
import { one } from '../../testing/one';
import { catalogRelease, mainGo, removeWorkspaces, workspace } from '../../testing/workspace';
import type { GetOutcome } from './get-outcome';

jest.setTimeout(GO_TIMEOUT_MS);
afterEach(removeWorkspaces);

/** Go 1.21.4, zap v1.24.0, multierr v1.6.0. */
const RELEASE = '3.19.0';
const GO = catalogRelease(RELEASE).go;
const CHI = 'github.com/go-chi/chi/v5';
const XID = 'github.com/rs/xid';
const ZAPSLOG = 'go.uber.org/zap/exp/zapslog';

async function plugin(...imports: string[]): Promise<string> {
  const { nakamaCommon } = catalogRelease(RELEASE);
  const root = workspace({
    'go.mod': `module example.com/arena\n\ngo ${GO}\n\nrequire github.com/heroiclabs/nakama-common ${nakamaCommon}\n`,
    'main.go': mainGo(...imports),
  });
  if (imports.length === 0) await openWorkspace({ root, release: RELEASE }).pin(['.'], { write: true });
  return root;
}

async function get(root: string, modules: string[], write = true): Promise<GetOutcome> {
  const outcome = await one(
    openWorkspace({ root, release: RELEASE }).get(['.'], { modules, write, only: true }),
  );
  const schema = JSON.parse(
    readFileSync(join(__dirname, '../../../schema/output.schema.json'), 'utf8'),
  ) as object;
  const ajv = new Ajv({ strict: true, allowUnionTypes: true });
  ajv.compile(schema);
  const validate = ajv.getSchema('output.schema.json#/definitions/getOutcome');
  void validate?.(JSON.parse(JSON.stringify(outcome)));
  expect(validate?.errors ?? []).toEqual([]);
  return { ...outcome, got: outcome.got ?? [] };
}

const textsOf = (root: string): string[] =>
  readdirSync(root).map((file) => `${file}\n${readFileSync(join(root, file), 'utf8')}`);

/** Once a package is imported, Go itself has nothing to add, and the server takes the plugin. */
async function loadsWith(root: string, ...imports: string[]): Promise<void> {
  writeFileSync(join(root, 'main.go'), mainGo(...imports));
  await goIn(root, GO, 'build', '-mod=readonly', '-buildmode=plugin', '-trimpath', '-o', 'arena.so', '.');
  const opened = openWorkspace({ root, release: RELEASE });
  const report = await one(opened.verify(['.'], { only: true, proof: 'compiled' }));
  expect(report).toMatchObject({ verdict: 'loads', proof: 'compiled', findings: [] });
  expect((await one(opened.verify(['.'], { only: true }))).verdict).toBe('loads');
}

describeWithGo('get with the exact Go', () => {
  it('takes the newest version that fits, and says what the newer ones ask for', async () => {
    const root = await plugin();
    const before = textsOf(root);
    const planned = await get(root, [CHI], false);
    expect(textsOf(root)).toEqual(before);
    expect(planned).toMatchObject({ written: false, ok: true });
    const outcome = await get(root, [CHI]);
    expect(outcome.changes).toEqual(planned.changes);
    // v5.2.4 has the go line 1.22.
    expect(outcome).toMatchObject({
      written: true,
      conflicts: [],
      verdict: 'loads',
      proof: 'compiled',
      ok: true,
    });
    expect(outcome.got).toMatchObject([
      { module: CHI, version: 'v5.2.3', by: 'newest', packages: [CHI], held: [] },
    ]);
    const oldest = outcome.got[0]?.newer.at(-1);
    expect(oldest).toMatchObject({ to: 'v5.2.4', demands: [{ module: 'go', pin: GO, demanded: '1.22' }] });
    expect(oldest?.fits.to).toBe('3.22.0');
    const text = renderOutcome(outcome, { color: false });
    expect(text).toContain(`next: import ${CHI}`);
    await loadsWith(root, CHI);
  });

  it('adds several at once, beside what was added before, and what the server links at its pin', async () => {
    const root = await plugin();
    expect((await get(root, [`${XID}@v1.5.0`])).got).toMatchObject([{ version: 'v1.5.0', by: 'exact' }]);
    const outcome = await get(root, [`${CHI}/middleware`, 'go.uber.org/zap']);
    expect(outcome.got).toMatchObject([
      { module: CHI, version: 'v5.2.3', by: 'newest', packages: [`${CHI}/middleware`] },
      { module: 'go.uber.org/zap', version: 'v1.24.0', by: 'pin' },
    ]);
    await loadsWith(root, XID, `${CHI}/middleware`, 'go.uber.org/zap');
  });

  it('refuses an exact version that does not fit, with the reason and what fits, and writes nothing', async () => {
    const root = await plugin();
    const before = textsOf(root);
    const outcome = await get(root, [XID, `${ZAPSLOG}@v0.3.0`]);
    expect(textsOf(root)).toEqual(before);
    expect(outcome).toMatchObject({ written: false, changes: [], ok: false });
    expect(outcome.conflicts).toMatchObject([
      { module: 'go.uber.org/zap', pin: 'v1.24.0', demanded: 'v1.26.0' },
    ]);
    expect(outcome.conflicts[0]?.message).toContain('go.uber.org/zap/exp@v0.3.0 → go.uber.org/zap@v1.26.0');
    expect(outcome.conflicts[0]?.fix).toContain(`npx nakama-pins get ${ZAPSLOG}@v0.2.0 .`);
    expect(outcome.conflicts[0]?.fix).toContain('move to Nakama 3.20.0');
  });

  it('holds off what no version does without, if it compiles so, and says that', async () => {
    // What is imported and not required yet is got, too.
    const root = await plugin(ZAPSLOG);
    const outcome = await get(root, ['go.uber.org/zap/exp']);
    expect(outcome.got).toMatchObject([
      {
        version: 'v0.2.0',
        imported: true,
        packages: [ZAPSLOG],
        held: [{ module: 'go.uber.org/multierr', pin: 'v1.6.0', demanded: 'v1.10.0' }],
        newer: [
          {
            from: 'v0.3.0',
            demands: expect.arrayContaining([expect.objectContaining({ demanded: 'v1.26.0' })]),
          },
        ],
      },
    ]);
    await loadsWith(root, ZAPSLOG);
  });

  it.each([
    [`${CHI}@v5.2.33`, /has no version v5\.2\.33 \(expected one of its versions: .*v5\.2\.3/],
    [`${CHI}/midleware`, /has no package github\.com\/go-chi\/chi\/v5\/midleware/],
    [
      'go.uber.org/zap@v1.26.0',
      /Nakama 3\.19\.0 links go\.uber\.org\/zap, so the pin decides.*expected v1\.24\.0/,
    ],
  ])('says what is wrong with %s', async (module, message) => {
    const root = await plugin();
    const before = textsOf(root);
    const { problems, exitCode } = await openWorkspace({ root, release: RELEASE }).get(['.'], {
      modules: [module],
      write: true,
    });
    expect(exitCode).toBe(2);
    expect(problems.map((p) => `${p.message} (expected ${p.expected})`).join()).toMatch(message);
    expect(textsOf(root)).toEqual(before);
  });
});
