import { readFileSync } from 'node:fs';
import { build, BUILD_TIMEOUT_MS, describeWithPlugins } from '../artifact/testing/build-plugins';
import { HOST } from '../artifact/testing/rows';
import {
  missingParts,
  skopeo,
  startRegistry,
  stopRegistries,
  TestImage,
} from '../registry/testing/real-registry';
import type { ReleaseFile } from '../releases/release-file';
import { removeWorkspaces, workspace } from '../testing/workspace';
import { Tools } from '../toolchain/tools';
import { addRelease } from './add-release';
import { baseOfOsRelease } from './image-base';

afterAll(() => {
  stopRegistries();
  removeWorkspaces();
});

it.each([
  [
    'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_CODENAME=bookworm\nID=debian\n',
    'debian:bookworm-slim',
  ],
  ['ID="debian"\r\nVERSION_CODENAME="trixie"\r\n', 'debian:trixie-slim'],
  ['ID=ubuntu\nID_LIKE=debian\nVERSION_CODENAME=noble\nVERSION_ID="24.04"\n', 'ubuntu:24.04'],
  ["ID='alpine'\nVERSION_ID=3.22.1\n", 'alpine:3.22.1'],
  ['ID=debian\nVERSION_ID=$(reboot)\n', undefined],
  ['ID=arch\n', undefined],
  ['', undefined],
])('reads os-release: %j', (text, image) => {
  expect(baseOfOsRelease(text)).toBe(image);
});

describeWithPlugins(`images of a server${missingParts && ` (not there: ${missingParts})`}`, () => {
  const withRegistry = missingParts === '' ? it : it.skip;
  let root: string;
  let host: string;

  beforeAll(async () => {
    if (missingParts !== '') return;
    root = workspace({ 'home/.keep': '' });
    host = await startRegistry(root, undefined);
    const program = readFileSync(await build(HOST), 'latin1');
    new TestImage(root, 'images', 'trixie')
      .insert('/usr/lib/os-release', 'ID=debian\nVERSION_CODENAME=trixie\n')
      .insert('/nakama/nakama', program)
      .config(...CONFIG);
    new TestImage(root, 'images', 'bare').insert('/nakama/nakama', program).config(...CONFIG);
    new TestImage(root, 'images', 'builder')
      .insert('/etc/x', 'x')
      .config(...CONFIG.slice(2), '--config.env', 'GOLANG_VERSION=1.26.4');
    for (const [tag, to] of [
      ['trixie', 'studio/nakama:1.4'],
      ['bare', 'studio/nakama:1.5'],
      ['trixie', 'mirror/heroiclabs/nakama:3.99.0'],
      ['builder', 'mirror/heroiclabs/nakama-pluginbuilder:3.99.0'],
      ['trixie', 'mirror/heroiclabs/nakama:3.99.1'],
    ]) {
      skopeo(root, `oci:images:${tag}`, `docker://${host}/${to}`);
    }
  }, BUILD_TIMEOUT_MS);

  const CONFIG = ['--config.entrypoint', '/nakama/nakama', '--architecture', 'amd64', '--os', 'linux'];

  async function added(image: string): Promise<{ file: ReleaseFile; notes: readonly string[] }> {
    const workspaceDir = workspace({});
    const env = {
      ...process.env,
      HOME: root,
      NAKAMA_PINS_CACHE: workspace({}),
      GOPROXY: 'off',
    };
    const { file, notes } = await addRelease(
      {
        what: `image:${host}/${image}`,
        cwd: root,
        workspaceDir,
        name: '3.99.0-studio.1',
        insecure: [host],
      },
      new Tools({ root, env }),
    );
    return { file: JSON.parse(readFileSync(`${workspaceDir}/${file}`, 'utf8')) as ReleaseFile, notes };
  }

  withRegistry('say what they are built on, in a layer below the program', async () => {
    const { file, notes } = await added('studio/nakama:1.4');
    expect(file.serverImageBase).toBe('debian:trixie-slim');
    expect(notes).toEqual([]);
  });

  withRegistry('do not say it, and are said not to', async () => {
    const { file, notes } = await added('studio/nakama:1.5');
    expect(file.serverImageBase).toBe('debian:bookworm-slim');
    expect(notes).toEqual([
      'the image does not say what it is built on: debian:bookworm-slim is taken from 3.40.0',
    ]);
  });

  withRegistry('have a builder image beside them, which has a Go of its own', async () => {
    const { file, notes } = await added('mirror/heroiclabs/nakama:3.99.0');
    expect(file).toMatchObject({ go: '1.26.5', builderImageGo: 'golang:1.26.4-bookworm' });
    expect(notes).toEqual([]);
  });

  withRegistry('may lack it, which is no error', async () => {
    const { file, notes } = await added('mirror/heroiclabs/nakama:3.99.1');
    expect(file.builderImageGo).toBe('golang:1.26.5-bookworm');
    expect(notes.map((note) => note.replaceAll(host, 'host'))).toEqual([
      'the Go of host/mirror/heroiclabs/nakama-pluginbuilder:3.99.1 is not known, so golang:1.26.5-bookworm is taken for it: host has no mirror/heroiclabs/nakama-pluginbuilder with the tag 3.99.1',
    ]);
  });
});
