import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeWorkspaces, workspace } from '../testing/workspace';
import { digestOf } from './digest';
import { fetchServerPrograms } from './fetch-server-programs';
import { type LayerFiles, tarOf } from './testing/scripted-registry';

afterAll(removeWorkspaces);

const ELF = '\x7fELF';

/** The program that is found in an image of these layers, the lowest first. */
async function found(...layers: LayerFiles[]): Promise<string> {
  const folder = workspace({});
  mkdirSync(join(folder, 'blobs/sha256'), { recursive: true });
  const store = (mediaType: string, bytes: Buffer): object => {
    const digest = digestOf(bytes);
    writeFileSync(join(folder, 'blobs', digest.replace(':', '/')), bytes);
    return { mediaType, digest, size: bytes.length };
  };
  const json = (value: object): Buffer => Buffer.from(JSON.stringify(value));
  const tars = await Promise.all(layers.map(tarOf));
  const manifest = {
    schemaVersion: 2,
    config: store('application/vnd.oci.image.config.v1+json', json({ os: 'linux', architecture: 'amd64' })),
    layers: tars.map((tar) => store('application/vnd.oci.image.layer.v1.tar', tar)),
  };
  const index = {
    schemaVersion: 2,
    manifests: [store('application/vnd.oci.image.manifest.v1+json', json(manifest))],
  };
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  writeFileSync(join(folder, 'index.json'), json(index));
  const { programs, dispose } = await fetchServerPrograms('.', { cwd: folder, env: {} });
  const [program] = programs;
  const text = `${program?.path} ${readFileSync(program?.file ?? '', 'latin1').slice(ELF.length)}`;
  await dispose();
  return text;
}

const LOWER = { 'nakama/nakama': `${ELF}lower`, 'opt/nakama': `${ELF}opt` };

it('takes the file of the highest layer', async () => {
  expect(await found(LOWER, { './nakama/nakama': `${ELF}upper` }, { 'etc/x': 'x' })).toBe(
    '/nakama/nakama upper',
  );
});

it('takes the last of two entries with one name', async () => {
  const twice = { 'nakama/nakama': `${ELF}first`, './nakama/nakama': `${ELF}second` };
  expect(await found(twice)).toBe('/nakama/nakama second');
});

it.each([
  ['a whiteout of the file', { 'nakama/.wh.nakama': '' }],
  ['a whiteout of its folder', { '.wh.nakama': '' }],
  ['an opaque folder', { 'nakama/.wh..wh..opq': '' }],
  ['an opaque root', { '.wh..wh..opq': '' }],
  ['a file in place of its folder', { nakama: 'text' }],
  ['a folder in place of it', { 'nakama/nakama/': '' }],
])('finds none below %s', async (_, upper) => {
  await expect(found(LOWER, upper)).rejects.toMatchObject({ fault: 'no-program' });
  expect(await found(LOWER, upper, { 'nakama/nakama': `${ELF}again` })).toBe('/nakama/nakama again');
});

it('lets a whiteout hide nothing of its own layer, nor what begins alike', async () => {
  expect(await found({ 'nakama/.wh..wh..opq': '', 'nakama/nakama': `${ELF}own` })).toBe('/nakama/nakama own');
  expect(await found(LOWER, { 'nakama/.wh.nak': '', '.wh.naka': '' })).toBe('/nakama/nakama lower');
});

it('follows links through layers, and stays in the image', async () => {
  expect(await found(LOWER, { 'nakama/nakama': { symlink: '/opt/nakama' } })).toBe('/opt/nakama opt');
  expect(await found(LOWER, { 'nakama/nakama': { symlink: '../../../opt/nakama' } })).toBe('/opt/nakama opt');
  const folderLink = { nakama: { symlink: 'srv/real' }, 'srv/real/nakama': `${ELF}real` };
  expect(await found(folderLink)).toBe('/srv/real/nakama real');
});

it('knows a link of a lower layer as hidden by a folder of an upper one', async () => {
  const link = { nakama: { symlink: 'opt' }, 'opt/nakama': `${ELF}opt` };
  expect(await found(link, { 'etc/x': 'x' })).toBe('/opt/nakama opt');
  await expect(found(link, { 'nakama/': '' })).rejects.toMatchObject({ fault: 'no-program' });
});
