import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import {
  missingParts,
  skopeo,
  standIn,
  startRegistry,
  stopRegistries,
  TestImage,
} from '../registry/testing/real-registry';
import { runBareCli } from '../testing/bare-cli';
import { removeWorkspaces, workspace } from '../testing/workspace';

function outputSchema(): object {
  return JSON.parse(readFileSync(join(__dirname, '../../schema/output.schema.json'), 'utf8')) as object;
}

afterAll(() => {
  stopRegistries();
  removeWorkspaces();
});

(missingParts === '' ? describe : describe.skip)(
  `the releases of a real registry${missingParts && ` (not there: ${missingParts})`}`,
  () => {
    let host: string;

    beforeAll(async () => {
      const root = workspace({});
      new TestImage(root, 'images', 'a').insert('/nakama/nakama', standIn('the server', 1000));
      host = await startRegistry(root, undefined);
      for (const repository of ['studio/nakama', 'studio/nakama-dsym'])
        await tag(root, repository, ['3.40.0', 'v3.41.0', '2.1.0', 'latest', '3.40', '3.40.0-arm64']);
    }, 60_000);

    /** One image under many tags. */
    async function tag(root: string, repository: string, tags: readonly string[]): Promise<void> {
      const at = (name: string) => `http://${host}/v2/${repository}/manifests/${name}`;
      skopeo(root, 'oci:images:a', `docker://${host}/${repository}:a`);
      const type = 'application/vnd.oci.image.manifest.v1+json';
      const body = await (await fetch(at('a'), { headers: { accept: type } })).text();
      for (const name of tags)
        await fetch(at(name), { method: 'PUT', headers: { 'content-type': type }, body });
    }

    const ADDED = {
      'nakama-releases/3.40.2-ours.1.json': '{ "release": "3.40.2-ours.1", "extends": "3.40.0" }',
    };

    it('are marked in the list, with the command that adds what is not known', async () => {
      const { stdout, code } = await runBareCli(
        ['releases', '--remote', '--image', `${host}/studio/nakama`, '--insecure', host],
        ADDED,
      );
      const lines = stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.replace(/ {2,}/g, ' | ').replaceAll(host, 'host'));
      expect(code).toBe(0);
      expect(lines.slice(0, 5)).toEqual([
        'release | date | Go | nakama-common | protobuf | fingerprints | source | registry',
        '3.41.0 | - | - | - | - | - | - | v3.41.0 | npx nakama-pins releases add image:host/studio/nakama:v3.41.0 --insecure host',
        '3.40.2-ours.1 | 2026-07-13 | 1.26.5 | v1.47.0 | v1.36.11 | linux/amd64 linux/arm64 | nakama-releases/3.40.2-ours.1.json | -',
        '3.40.0 | 2026-07-13 | 1.26.5 | v1.47.0 | v1.36.11 | linux/amd64 linux/arm64 | shipped | 3.40.0',
        '3.39.0 | 2026-05-20 | 1.26.3 | v1.46.0 | v1.36.11 | linux/amd64 linux/arm64 | shipped | -',
      ]);
      expect(lines.at(-1)).toBe(
        'host/studio/nakama has 3 releases; 1 of them not known here; 1 older than 3.0.0; 4 other tags',
      );
    });

    it('are JSON, and those of the debug server are variants', async () => {
      const name = `${host}/studio/nakama-dsym`;
      const { stdout } = await runBareCli(
        ['releases', '--image', name, '--insecure', host, '--format', 'json'],
        {},
      );
      const json = JSON.parse(stdout) as object;
      expect(new Ajv({ allowUnionTypes: true }).validate(outputSchema(), json)).toBe(true);
      expect(json).toMatchObject({
        command: 'releases list',
        registry: {
          image: name,
          releases: [
            {
              version: '3.41.0-dsym',
              tag: 'v3.41.0',
              known: false,
              add: expect.stringMatching(/ add image:/),
            },
            { version: '3.40.0-dsym', tag: '3.40.0', known: false, add: expect.stringContaining(name) },
            { version: '2.1.0-dsym', tag: '2.1.0', known: false },
          ],
          otherTags: 4,
        },
      });
    });

    it('can not be had where there is no registry', async () => {
      const { stderr, code } = await runBareCli(
        ['releases', '--image', `${host}/studio/none`, '--insecure', host],
        {},
      );
      expect(code).toBe(2);
      expect(stderr).toContain(`${host} has no studio/none with tags`);
    });
  },
);
