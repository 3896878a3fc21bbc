import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import Ajv from 'ajv';
import { openCatalog } from './catalog';
import { type ReleaseFile, toReleaseFile } from './release-file';

const REPO_ROOT = path.join(__dirname, '../../../..');
const SOURCE_DIR = path.join(REPO_ROOT, '../shared/releases');
const catalog = openCatalog();
const releases = catalog.list().map(({ version }) => version);

const withSource = existsSync(SOURCE_DIR) ? describe : describe.skip;
/** A newer release may have been read into the catalog without a file there. */
const hasSource = (release: string): boolean =>
  !existsSync(SOURCE_DIR) || existsSync(path.join(SOURCE_DIR, `${release}.json`));
if (!existsSync(SOURCE_DIR)) {
  console.warn(
    `SKIPPED: ${SOURCE_DIR} is absent, the catalog is not compared with the figures it was packed from`,
  );
}

/** Without what pack.mjs merges from its own inputs; undefined values don't count in toEqual. */
function asMeasured(file: ReleaseFile): unknown {
  const modules = file.modules.map((module) => ({ ...module, goLine: undefined }));
  return { ...file, scaffoldSums: undefined, modules };
}

describe('the shipped catalog', () => {
  it('has all releases from 3.0.0 to 3.40.0, newest first', () => {
    expect(releases).toHaveLength(56);
    expect(releases.slice(0, 5)).toEqual(['3.40.0', '3.39.0', '3.38.0', '3.37.1', '3.37.0']);
    expect(releases.at(-1)).toBe('3.0.0');
  });

  const schema = JSON.parse(readFileSync(path.join(__dirname, '../../schema/release.schema.json'), 'utf8'));
  const validate = new Ajv({ allErrors: true }).compile(schema);

  it.each(releases)('%s keeps the schema', (release) => {
    validate(toReleaseFile(catalog.load(release)));
    expect(validate.errors).toBeNull();
  });

  it.each(releases)('%s links what its modules list, and no other vendored package', (release) => {
    const loaded = catalog.load(release);
    for (const module of loaded.modules) {
      expect(module.vendoredPackages.filter((name) => loaded.isLinked(name))).toEqual(module.linkedPackages);
      expect(module.vendoredPackages.filter((name) => loaded.moduleOfPackage(name) !== module)).toEqual([]);
    }
  });

  it('has its digest, by which Nx tells whether results are of this catalog', () => {
    const check = [path.join(REPO_ROOT, 'tools/catalog/digest.mjs'), '--check'];
    expect(() => execFileSync(process.execPath, check, { stdio: 'pipe' })).not.toThrow();
  });

  it('stays small: no file over 200 KB, all under 2.5 MB', () => {
    const dir = path.join(__dirname, '../../catalog');
    const sizes = readdirSync(dir, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json'))
      .map((name) => readFileSync(path.join(dir, name)).length);
    expect(Math.max(...sizes)).toBeLessThan(200 * 1024);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(2.5 * 1024 * 1024);
  });
});

withSource('against the figures it was packed from', () => {
  it.each(releases.filter(hasSource))('%s reads back as it was measured', (release) => {
    const measured = JSON.parse(readFileSync(path.join(SOURCE_DIR, `${release}.json`), 'utf8'));
    expect(asMeasured(toReleaseFile(catalog.load(release)))).toEqual(measured);
  });

  (releases.every(hasSource) ? it : it.skip)('is what tools/catalog/pack.mjs writes', () => {
    const run = () =>
      execFileSync(process.execPath, [path.join(REPO_ROOT, 'tools/catalog/pack.mjs'), '--check']);
    expect(run).not.toThrow();
  });
});
