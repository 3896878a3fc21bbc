import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { imageLayout, type ImageRegistry, missingImageParts, startImageRegistry } from './image-registry';
import { createBareWorkspace, openStage, REPOSITORY, type Stage, type Workspace } from './workspace';

/** A first run builds the server. */
const TIMEOUT_MS = 20 * 60 * 1000;

const missing = missingParts();
if (missing !== '')
  console.warn(`SKIPPED: ${missing}, no release newer than the catalog was added and opened`);

/** Builds the server once for each user. */
function missingParts(): string {
  if (missingImageParts !== '') return `${missingImageParts} is missing`;
  const { status, stderr } = raisedServer();
  // 2 says that it can't be built here; anything else is a fault of ours.
  if (status !== 0 && status !== 2)
    throw new Error(`tools/server/raised.mjs ended with ${status}: ${stderr}`);
  return status === 0 ? '' : `no server newer than the catalog: ${stderr.trim().split('\n').at(-1)}`;
}

function raisedServer() {
  return spawnSync(process.execPath, ['tools/server/raised.mjs'], { cwd: REPOSITORY, encoding: 'utf8' });
}

(missing === '' ? describe : describe.skip)('a release that is newer than the catalog', () => {
  const server = raisedServer().stdout.trim();
  let stage: Stage;
  let workspace: Workspace;
  let registry: ImageRegistry;

  beforeAll(async () => {
    stage = await openStage();
    const images = join(stage.dir, 'images');
    mkdirSync(images);
    registry = await startImageRegistry(images, imageLayout(images, server), 'studio/nakama:3.99.0');
    workspace = createBareWorkspace(stage, '23.2.1');
    workspace.nx('add', 'nx-nakama');
    workspace.nx('g', 'nakama-plugin', 'arena');
  }, TIMEOUT_MS);
  afterAll(async () => {
    registry?.stop();
    await stage?.close();
  });

  const move = (...options: string[]) => workspace.tryNx('g', 'nx-nakama:release', '3.99.0', ...options);
  const read = () => [`--add`, `--image=${registry.image}`, `--insecure=${registry.host}`];

  it('is refused with the command that adds it, and with no other release', () => {
    const { code, output } = move();
    expect(code).not.toBe(0);
    expect(output).toContain('nx g nx-nakama:release 3.99.0 --add, or npx nakama-pins releases add 3.99.0');
    expect(output).not.toMatch(/use 3\.\d/);
  });

  it('writes nothing in a dry run, which shows the whole move', () => {
    const { code, output } = move(...read(), '--dryRun');
    expect(output).toContain('CREATE nakama-releases/3.99.0.json');
    expect(output).toContain('UPDATE plugins/arena/go.mod');
    expect(code).toBe(0);
    expect(existsSync(join(workspace.root, 'nakama-releases'))).toBe(false);
    expect(workspace.read('nakama.json')).toContain('3.40.0');
  });

  it('is read from its image, and the workspace moves to it', () => {
    const { code, output } = move(...read());
    expect(output).toMatch(
      /3\.99\.0\.json: Nakama 3\.99\.0, Go 1\.27\.3, \d+ modules, \d+ fingerprints for linux\/amd64/,
    );
    expect(output).toContain('google.golang.org/protobuf v1.36.11 → v1.36.12');
    expect(output).toContain('1 of 1 load on Nakama 3.99.0');
    expect(code).toBe(0);
  });

  it(
    'is scaffolded for, verified, built and opened by that very server',
    () => {
      workspace.nx('g', 'nakama-plugin', 'shop');
      expect(workspace.read('plugins/shop/go.mod')).toMatch(/^go 1\.27\.3$/m);
      workspace.nx('run-many', '-t', 'pin');
      mkdirSync(join(workspace.root, 'bin'));
      symlinkSync(server, join(workspace.root, 'bin/nakama'));
      const output = [
        workspace.nx('run-many', '-t', 'verify-pins', '--outputStyle=static'),
        workspace.nx('run-many', '-t', 'verify-load', '--binary=bin/nakama', '--outputStyle=static'),
      ].join('');
      for (const name of ['arena', 'shop']) {
        expect(output).toContain(`✔ plugins/${name} loads (Nakama 3.99.0)`);
        expect(output).toContain(`✔ plugins/${name} loads (Nakama 3.99.0, artifact)`);
        expect(output).toContain(`✔ plugins/${name} loads (Nakama 3.99.0, loaded)`);
      }
    },
    TIMEOUT_MS,
  );

  it('is judged again when its file changes, and when the catalog of the packages does', () => {
    expect(workspace.verifyPins()).toMatchObject({ code: 0, cacheHits: 2 });
    for (const file of ['nakama-releases/3.99.0.json', 'node_modules/nakama-pins/catalog/digest.txt']) {
      workspace.write(file, `${workspace.read(file).replace(/^\w/, '-')}\n`);
      expect(workspace.verifyPins()).toMatchObject({ code: 0, cacheHits: 0 });
      expect(workspace.verifyPins()).toMatchObject({ code: 0, cacheHits: 2 });
    }
  });

  it('fails what has a module of the release before', () => {
    workspace.edit('plugins/shop/go.mod', 'protobuf v1.36.12', 'protobuf v1.36.11');
    const { code, output } = workspace.verifyPins();
    expect(output).toContain('✔ plugins/arena loads (Nakama 3.99.0)');
    expect(output).toContain('google.golang.org/protobuf is v1.36.11, but Nakama 3.99.0 links v1.36.12');
    expect(code).toBe(1);
  });
});
