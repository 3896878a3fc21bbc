import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { builtServerPath } from '../loading/server-build';
import {
  missingParts,
  skopeo,
  startRegistry,
  stopRegistries,
  TestImage,
} from '../registry/testing/real-registry';
import { openCatalog } from '../releases/catalog';
import { type ReleaseFile, toReleaseFile } from '../releases/release-file';
import { catalogRelease, RELEASE, removeWorkspaces, workspace } from '../testing/workspace';
import { Tools } from '../toolchain/tools';
import { userCache } from '../toolchain/user-cache';
import { type AddedRelease, addRelease, type AddReleaseOptions } from './add-release';

/** Built by `node tools/server/build.mjs 3.40.0 <platform>`; `tools/catalog/equal.mjs` does the same for any release. */
const servers = ['linux/amd64', 'linux/arm64'].map((platform) => ({
  platform,
  file: builtServerPath(catalogRelease(), platform, process.env),
}));
const unbuilt = servers
  .filter(({ file }) => !existsSync(file))
  .map(({ platform }) => `the server for ${platform}`);
const missing = [...unbuilt, ...(missingParts === '' ? [] : [missingParts])].join(', ');

afterAll(() => {
  stopRegistries();
  removeWorkspaces();
});

/** Its source and the modules of its vendor/ come from GOPROXY. */
(missing === '' ? describe : describe.skip)(
  `3.40.0, taken out of the catalog and added again${missing && ` (not there: ${missing})`}`,
  () => {
    const shipped = toReleaseFile(catalogRelease());
    let root: string;

    beforeEach(() => {
      root = workspace({ 'home/.keep': '' });
    });

    async function add(
      options: Partial<AddReleaseOptions> & { readonly what: string },
    ): Promise<AddedRelease> {
      const catalog = openCatalog();
      const known = catalog
        .list()
        .filter(({ version }) => version !== RELEASE)
        .map(({ version }) => catalog.load(version));
      const tools = new Tools({ root, env: { ...process.env, NAKAMA_PINS_CACHE: cache() } });
      return addRelease({ cwd: root, workspaceDir: root, known, ...options }, tools);
    }

    /** The user's cache, without the images of this test. */
    function cache(): string {
      const folder = workspace({});
      const real = userCache(process.env);
      for (const name of readdirSync(real).filter((entry) => entry !== 'images')) {
        symlinkSync(join(real, name), join(folder, name));
      }
      return folder;
    }

    /** The servers that are built here are the published code: their fingerprints are others where it was patched. */
    function expectShipped({ file, notes }: AddedRelease): void {
      expect(notes).toEqual([]);
      const { origins, ...added } = JSON.parse(readFileSync(join(root, file), 'utf8')) as ReleaseFile;
      expect(Object.keys(origins ?? {})).toEqual(['linux/amd64', 'linux/arm64']);
      const different = new Set<string>();
      const fingerprints = Object.fromEntries(
        Object.entries(added.fingerprints).map(([platform, own]) => {
          const known = shipped.fingerprints[platform] ?? {};
          const paths = Object.keys({ ...known, ...own }).filter((path) => own[path] !== known[path]);
          for (const path of paths) different.add(path);
          // From the module alone nobody knows them, and what was built here would be wrong.
          if (origins?.[platform]?.kind === 'module')
            expect(paths.filter((path) => own[path] !== undefined)).toEqual([]);
          const theirs = paths.flatMap((path) =>
            known[path] === undefined ? [] : [[path, known[path]] as const],
          );
          return [platform, { ...own, ...Object.fromEntries(theirs) }];
        }),
      );
      expect([...different].sort()).toEqual(shipped.patchedPackages);
      expect({ ...added, fingerprints }).toEqual(shipped);
    }

    it('is the shipped release from its Go module, but for what is patched', async () => {
      expectShipped(await add({ what: RELEASE, from: 'module' }));
    }, 120_000);

    it('is the shipped release from images of its servers, but for what is patched', async () => {
      const host = await startRegistry(root, undefined);
      let added: AddedRelease | undefined;
      for (const { platform, file } of servers) {
        const [, architecture = ''] = platform.split('/');
        new TestImage(root, 'images', architecture)
          .insert('/nakama/nakama', readFileSync(file, 'latin1'))
          .config('--config.entrypoint', '/nakama/nakama', '--architecture', architecture, '--os', 'linux');
        skopeo(root, `oci:images:${architecture}`, `docker://${host}/studio/nakama:${architecture}`);
        added = await add({ what: `image:${host}/studio/nakama:${architecture}`, insecure: [host] });
      }
      expect(added).toBeDefined();
      if (added) expectShipped(added);
    }, 180_000);
  },
);
