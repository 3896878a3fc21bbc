// A plugin to measure with, built by the exact Go of a release. It has 20 MB, because it shares much with the server.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openPackage } from '../../server/package.mjs';
import { succeed } from '../../workspaces/processes.mjs';

export const RELEASE = '3.40.0';

const COMMON = 'github.com/heroiclabs/nakama-common';
const IMPORTS = [`${COMMON}/runtime`, 'go.uber.org/zap'];

/**
 * @param {readonly string[]} [flags] of `go build`, besides those that every plugin needs
 * @returns {Promise<string>} the path of the .so
 */
export async function buildPlugin(dir, flags = []) {
  const { openCatalog } = openPackage();
  const release = openCatalog().load(RELEASE);
  const modules = modulesBehind(release);
  mkdirSync(dir, { recursive: true });
  const write = (name, text) => writeFileSync(path.join(dir, name), text);
  const requires = modules.map((module) => `\t${module.path} ${module.version}\n`).join('');
  write('go.mod', `module example.com/arena\n\ngo ${release.go}\n\nrequire (\n${requires})\n`);
  write('go.sum', modules.map(sumsOf).join(''));
  write('main.go', mainGo());
  const env = {
    ...process.env,
    GOTOOLCHAIN: `go${release.go}`,
    GOFLAGS: ' ',
    GOWORK: 'off',
    GOOS: 'linux',
    GOARCH: 'amd64',
    CGO_ENABLED: '1',
  };
  const file = path.join(dir, 'modules/arena.so');
  await succeed('go', ['build', '-buildmode=plugin', '-trimpath', ...flags, '-o', file, '.'], {
    cwd: dir,
    env,
  });
  return file;
}

/** The modules of all packages that the imports reach in the server. */
function modulesBehind(release) {
  const seen = new Set(IMPORTS);
  for (const name of seen) for (const imported of release.importsOf(name) ?? []) seen.add(imported);
  return [...new Set([...seen].map((name) => release.moduleOfPackage(name)))];
}

function sumsOf({ path: name, version, sums }) {
  return `${name} ${version} ${sums.zip}\n${name} ${version}/go.mod ${sums.goMod}\n`;
}

function mainGo() {
  return `package main

import (
	"context"
	"database/sql"

	"${COMMON}/runtime"
	_ "go.uber.org/zap"
)

func InitModule(ctx context.Context, logger runtime.Logger, db *sql.DB, nk runtime.NakamaModule, initializer runtime.Initializer) error {
	return nil
}
`;
}
