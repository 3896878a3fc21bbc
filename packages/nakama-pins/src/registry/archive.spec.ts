import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { removeWorkspaces, workspace } from '../testing/workspace';
import { findProgram } from '../toolchain/find-program';
import { zipOf } from '../toolchain/testing/zip';
import { fetchServerPrograms, type ServerProgramOptions, type ServerPrograms } from './fetch-server-programs';
import { standIn } from './testing/real-registry';
import { tarOf } from './testing/scripted-registry';

const SERVER = standIn('the server', 1_000_000);
const SERVER_BYTES = Buffer.from(SERVER, 'latin1');
const OTHER = Buffer.from(standIn('a tool', 1000), 'latin1');

afterAll(removeWorkspaces);

const get = (
  cwd: string,
  source: string,
  options: Partial<ServerProgramOptions> = {},
): Promise<ServerPrograms> => fetchServerPrograms(source, { cwd, env: {}, ...options });

const read = ({ programs }: ServerPrograms): (string | undefined)[] =>
  programs.flatMap(({ path, file }) => [path, readFileSync(file, 'latin1')]);

it('takes the one program of a tar, whatever it is called', async () => {
  const tar = await tarOf({ 'README.md': 'a server', 'dist/server': SERVER_BYTES });
  const folder = workspace({ 'server.tar': tar, 'server.tgz': gzipSync(tar) });
  for (const source of ['server.tar', 'server.tgz']) {
    const found = await get(folder, source);
    expect(found).toMatchObject({ kind: 'archive', name: source });
    expect(read(found)).toEqual(['dist/server', SERVER]);
    await found.dispose();
  }
});

it('takes the one that is called nakama, or that is named', async () => {
  const tar = await tarOf({ 'tools/convert': OTHER, 'nakama-3.40.0/nakama': SERVER_BYTES });
  const folder = workspace({ 'server.tar.gz': gzipSync(tar) });
  expect(read(await get(folder, 'server.tar.gz'))).toEqual(['nakama-3.40.0/nakama', SERVER]);
  expect(read(await get(folder, 'server.tar.gz', { program: './tools/convert' }))).toEqual([
    'tools/convert',
    OTHER.toString('latin1'),
  ]);
  await expect(get(folder, 'server.tar.gz', { program: 'bin/nakama' })).rejects.toMatchObject({
    fault: 'no-program',
    problem: { message: 'the archive has no program bin/nakama' },
  });
});

it('says which programs there are, if it can not tell', async () => {
  const folder = workspace({
    'a.tar': await tarOf({ a: OTHER, b: OTHER }),
    'none.tar': await tarOf({ a: 'text' }),
  });
  await expect(get(folder, 'a.tar')).rejects.toMatchObject({
    problem: { message: 'the archive has several programs for Linux', found: 'a, b' },
  });
  await expect(get(folder, 'none.tar')).rejects.toMatchObject({ fault: 'no-program' });
});

it('takes it out of a zip', async () => {
  const folder = workspace({
    'server.zip': zipOf([
      ['README.md', 'a server'],
      ['dist/nakama', SERVER_BYTES],
    ]),
  });
  expect(read(await get(folder, 'server.zip'))).toEqual(['dist/nakama', SERVER]);
});

it('takes a program by itself, plain or compressed', async () => {
  const folder = workspace({ nakama: SERVER_BYTES, 'nakama.gz': gzipSync(SERVER_BYTES) });
  const plain = await get(folder, 'nakama');
  expect(plain).toMatchObject({ kind: 'program', programs: [{ file: join(folder, 'nakama') }] });
  await plain.dispose();
  expect(readdirSync(folder)).toContain('nakama');
  expect(read(await get(folder, 'nakama.gz'))).toEqual([undefined, SERVER]);
});

const zstd = findProgram('zstd', process.env);

(zstd === undefined ? it.skip : it)(
  `unpacks what zstd packed${zstd ? '' : ' (there is no zstd)'}`,
  async () => {
    // Incompressible and compressible blocks, several frames, frames to skip.
    const noise = Buffer.from(Array.from({ length: 400_000 }, (_, i) => (i * i * 31 + (i >> 3)) & 0xff));
    const program = Buffer.concat([SERVER_BYTES, noise, SERVER_BYTES]);
    const folder = workspace({ 'server.tar': await tarOf({ 'bin/nakama': program }) });
    for (const args of [['-1'], ['-19'], ['-3', '--single-thread', '--no-check'], ['--fast=5']]) {
      execFileSync(zstd ?? '', [...args, '-q', '-f', 'server.tar', '-o', 'server.tar.zst'], { cwd: folder });
      expect(read(await get(folder, 'server.tar.zst'))).toEqual(['bin/nakama', program.toString('latin1')]);
    }
    const skip = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
    const packed = readFileSync(join(folder, 'server.tar.zst'));
    writeFileSync(join(folder, 'skip.tar.zst'), Buffer.concat([skip, packed, skip]));
    expect(read(await get(folder, 'skip.tar.zst'))).toEqual(['bin/nakama', program.toString('latin1')]);
    writeFileSync(join(folder, 'cut.tar.zst'), packed.subarray(0, packed.length - 1000));
    await expect(get(folder, 'cut.tar.zst')).rejects.toMatchObject({ fault: 'damaged' });
  },
);

it('writes nothing under a name of the archive', async () => {
  const folder = workspace({
    'inner/evil.tar': await tarOf({ '../../escaped': OTHER, '/absolute': 'text', 'nakama/../../x': OTHER }),
  });
  await expect(get(join(folder, 'inner'), 'evil.tar')).rejects.toMatchObject({ fault: 'no-program' });
  expect(readdirSync(folder)).toEqual(['inner']);
});

it.each([
  ['a file that is not there', {}, 'absent', 'the file does not exist'],
  ['a text', { it: 'a text' }, 'it', 'this holds no server'],
  ['an empty file', { it: '' }, 'it', 'this holds no server'],
  ['a folder of something else', { 'it/a': 'a' }, 'it', 'this holds no server'],
  ['a compressed text', { it: gzipSync('a text'.repeat(200)) }, 'it', 'the archive is cut or damaged'],
  ['a cut gzip', { it: gzipSync(SERVER_BYTES).subarray(0, 30) }, 'it', 'the archive is cut or damaged'],
])('says what is wrong with %s', async (_, files, source, message) => {
  await expect(get(workspace(files), source)).rejects.toMatchObject({
    problem: { file: source, message: expect.stringContaining(message), fix: expect.any(String) },
  });
});

it('says that a tar is cut, even within its last file', async () => {
  const tar = await tarOf({ 'bin/nakama': SERVER_BYTES });
  const end = 512 + SERVER_BYTES.length;
  const folder = workspace({ whole: tar.subarray(0, end), cut: tar.subarray(0, end - 1) });
  expect(read(await get(folder, 'whole'))).toEqual(['bin/nakama', SERVER]);
  await expect(get(folder, 'cut')).rejects.toMatchObject({ fault: 'damaged' });
});
