import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { imageLayout, type ImageRegistry, missingImageParts, startImageRegistry } from './image-registry';
import { run } from './run';
import { openStage, REPOSITORY, type Stage } from './workspace';

/** The blocks of commands of docs/air-gapped.md, in their order. */
const [connected = '', added = '', built = ''] = [
  ...readFileSync(join(REPOSITORY, 'docs/air-gapped.md'), 'utf8').matchAll(/^```sh\n(.*?)^```$/gms),
].map(([, commands]) => commands);

const NAME = '3.40.0-studio.1';
const TIMEOUT_MS = 15 * 60 * 1000;

const missing = missingParts();
if (missing !== '') console.warn(`SKIPPED: ${missing}, nothing was carried to a computer without a network`);

function builtServer() {
  const build = [join(REPOSITORY, 'tools/server/build.mjs'), '3.40.0'];
  return spawnSync(process.execPath, build, { cwd: REPOSITORY, encoding: 'utf8' });
}

function missingParts(): string {
  if (missingImageParts !== '') return `${missingImageParts} is missing`;
  if (spawnSync('go', ['version']).status !== 0) return 'there is no go on the PATH';
  if (spawnSync('gcc', ['--version']).status !== 0) return 'there is no gcc on the PATH';
  return builtServer().status === 0 ? '' : 'there is no real server';
}

(missing === '' ? describe : describe.skip)('the recipe for computers without a network', () => {
  let stage: Stage;
  let registry: ImageRegistry;
  let root: string;

  beforeAll(async () => {
    stage = await openStage();
    const images = join(stage.dir, 'images');
    mkdirSync(images);
    const layout = imageLayout(images, builtServer().stdout.trim());
    registry = await startImageRegistry(images, layout, 'studio/nakama:1.4');
    root = join(stage.dir, 'game');
    mkdirSync(join(root, 'plugins/arena'), { recursive: true });
    const version = JSON.parse(
      readFileSync(join(REPOSITORY, 'packages/nakama-pins/package.json'), 'utf8'),
    ) as {
      version: string;
    };
    write(
      'package.json',
      JSON.stringify({ private: true, devDependencies: { 'nakama-pins': version.version } }),
    );
    write('nakama.json', '{ "release": "3.38.0", "platforms": ["linux/amd64"] }\n');
    writePlugin();
    run('npm', ['install', '--package-lock-only'], { cwd: root, env: stage.env });
  }, TIMEOUT_MS);
  afterAll(async () => {
    registry?.stop();
    await stage?.close();
  });

  const write = (file: string, text: string): void => writeFileSync(join(root, file), text);

  /** A plugin for 3.38.0, which is to move. */
  function writePlugin(): void {
    write(
      'plugins/arena/go.mod',
      'module example.com/arena\n\ngo 1.26.1\n\nrequire github.com/heroiclabs/nakama-common v1.45.0\n\nrequire google.golang.org/protobuf v1.36.11 // indirect\n',
    );
    write(
      'plugins/arena/main.go',
      `package main

import (
	"context"
	"database/sql"

	"github.com/heroiclabs/nakama-common/runtime"
)

func InitModule(ctx context.Context, logger runtime.Logger, db *sql.DB, nk runtime.NakamaModule, initializer runtime.Initializer) error {
	return nil
}
`,
    );
  }

  const shell = (commands: string, env: NodeJS.ProcessEnv): string =>
    run('bash', ['-e', '-c', commands], { cwd: root, env });

  it(
    'carries the image, npm packages, modules and Go',
    () => {
      const commands = connected
        .replaceAll('docker://registry.example.com/', `docker://${registry.host}/`)
        .replaceAll('skopeo copy', 'skopeo copy --insecure-policy --src-tls-verify=false');
      expect(commands).toContain(registry.host);
      shell(commands, stage.env);
      for (const file of ['nakama-oci/index.json', 'go/cache/download/golang.org/toolchain/@v', 'npm'])
        expect(spawnSync('ls', [join(stage.dir, 'carry', file)]).status).toBe(0);
    },
    TIMEOUT_MS,
  );

  it(
    'adds, pins, verifies and builds with what was carried, without a network and without go',
    () => {
      rmSync(join(root, 'node_modules'), { recursive: true });
      const env = withoutNetwork();
      expect(shell(added, env)).toMatch(new RegExp(`release +${NAME.replaceAll('.', '\\.')}\n`));
      write('nakama.json', `{ "release": "${NAME}", "platforms": ["linux/amd64"] }\n`);
      const exports = added.split('\n').filter((line) => line.startsWith('export '));
      const output = shell([...exports, built].join('\n'), env);
      expect(output).toContain('github.com/heroiclabs/nakama-common v1.45.0 → v1.47.0');
      expect(output).toContain(`✔ plugins/arena loads (Nakama ${NAME})`);
      expect(output).toContain(`✔ plugins/arena loads (Nakama ${NAME}, artifact)`);
    },
    TIMEOUT_MS,
  );

  /** A user of a computer that reaches nothing, and has no Go: a home and caches of its own, and proxies that are not there. */
  function withoutNetwork(): NodeJS.ProcessEnv {
    const bin = join(stage.dir, 'bin');
    const home = join(stage.dir, 'home');
    for (const dir of [bin, home]) mkdirSync(dir);
    for (const name of ['bash', 'env', 'sh', 'node', 'npm', 'npx', 'gcc', 'as', 'ld', 'uname']) {
      const found = spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim();
      if (found !== '') symlinkSync(found, join(bin, name));
    }
    const nowhere = 'http://127.0.0.1:9';
    return {
      PATH: bin,
      HOME: home,
      NO_COLOR: '1',
      ...Object.fromEntries(
        ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY'].map((name) => [name, nowhere]),
      ),
      // npm's cache knows packages by their registry; offline it does not ask it.
      npm_config_registry: stage.env['npm_config_registry'],
      npm_config_update_notifier: 'false',
    };
  }
});
