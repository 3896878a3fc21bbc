import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { realServer } from '../artifact/testing/real-server';
import {
  missingParts,
  skopeo,
  startRegistry,
  stopRegistries,
  TestImage,
} from '../registry/testing/real-registry';
import { openCatalog } from '../releases/catalog';
import { type ReleaseFile, toReleaseFile } from '../releases/release-file';
import { catalogRelease, removeWorkspaces, workspace } from '../testing/workspace';
import { Tools } from '../toolchain/tools';
import { addRelease } from './add-release';

const server = realServer();
const missing = server === undefined ? 'the real server' : missingParts;

afterAll(() => {
  stopRegistries();
  removeWorkspaces();
});

(missing === '' ? describe : describe.skip)(
  `the real server in an image${missing && ` (not there: ${missing})`}`,
  () => {
    const NAME = '3.40.0-studio.1';
    let root: string;
    let image: string;
    let insecure: string[];

    beforeAll(async () => {
      root = workspace({ 'home/.keep': '' });
      new TestImage(root, 'images', 'server')
        .insert('/etc/below', 'below')
        .insert('/nakama/nakama', readFileSync(server ?? '', 'latin1'))
        .insert('/etc/above', 'above')
        .config('--config.entrypoint', '/nakama/nakama', '--architecture', 'amd64', '--os', 'linux');
      const host = await startRegistry(root, undefined);
      skopeo(root, 'oci:images:server', `docker://${host}/studio/nakama:1.4`);
      image = `image:${host}/studio/nakama:1.4`;
      insecure = [host];
    }, 120_000);

    const tools = () =>
      new Tools({
        root,
        env: { ...process.env, HOME: join(root, 'home'), NAKAMA_PINS_CACHE: workspace({}), GOPROXY: 'off' },
      });

    async function added(what: string, name = NAME): Promise<ReleaseFile> {
      const workspaceDir = workspace({});
      await addRelease({ what, cwd: root, workspaceDir, name, insecure }, tools());
      return toReleaseFile(openCatalog({ workspaceDir }).load(name));
    }

    it('is the same release from the image as from the program, and as the catalog has it but for patches', async () => {
      copyFileSync(server ?? '', join(root, 'nakama'));
      const { origins, ...fromImage } = await added(image);
      const fromProgram = { ...(await added('nakama')) };
      delete fromProgram.origins;
      expect(fromImage).toEqual(fromProgram);
      expect(origins).toEqual({
        'linux/amd64': expect.objectContaining({
          kind: 'image',
          name: image.slice('image:'.length),
          digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        }),
      });
      const catalog = toReleaseFile(catalogRelease('3.40.0'));
      const [own = {}, known = {}] = [fromImage, catalog].map(
        (file) => file.fingerprints['linux/amd64'] ?? {},
      );
      expect(Object.keys(own).filter((path) => own[path] !== known[path])).toEqual(catalog.patchedPackages);
    }, 120_000);

    it('is the same from an OCI layout and from a tar of docker save', async () => {
      skopeo(root, 'oci:images:server', `docker-archive:${join(root, 'saved.tar')}:studio/nakama:1.4`);
      const { origins: fromLayout, ...layout } = await added('images');
      const { origins: fromTar, ...saved } = await added('saved.tar');
      expect(saved).toEqual(layout);
      expect([fromLayout, fromTar].map((all) => all?.['linux/amd64']?.kind)).toEqual([
        'layout',
        'docker-save',
      ]);
    }, 120_000);

    it('says what is missing where an image has no tag of that name', async () => {
      await expect(added(`${image}.9`)).rejects.toThrow(/1\.4\.9/);
    });
  },
);
