import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

const { openCatalog } = createRequire(import.meta.url)('../../packages/nakama-pins/dist/index.js');

const RELEASE = '3.40.0';

const MAIN_GO = `package main

import (
	"context"
	"database/sql"

	"example.com/lib"
	"github.com/heroiclabs/nakama-common/runtime"
)

//go:embed data.txt
var data string

func InitModule(ctx context.Context, logger runtime.Logger, db *sql.DB, nk runtime.NakamaModule, initializer runtime.Initializer) error {
	lib.Use(data)
	return nil
}
`;

/**
 * Writes a workspace with one of each file that is read: two plugins, of which `good` shares no file of its own with `bad`,
 * and a library. It goes when the process ends.
 *
 * @returns {{ root: string, files: Record<string, Buffer>, put(file: string, text: Buffer): void }}
 */
export function writeWorkspace() {
  const release = openCatalog().load(RELEASE);
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'nakama-fuzz-')));
  process.on('exit', () => rmSync(root, { recursive: true, force: true }));
  const files = Object.fromEntries(
    Object.entries({
      'nakama.json': JSON.stringify({ release: RELEASE, platforms: ['linux/amd64'] }, null, 2),
      'compose.yaml':
        'x-tag: &tag ${VERSION:-3.40.0}\nservices:\n  nakama:\n    image: heroiclabs/nakama:${VERSION}\n    volumes:\n      - ./bad:/nakama/data\n',
      '.env': `VERSION=${RELEASE}\n# comment\nOTHER="a b"\n`,
      '.gitignore': '/dist\nnode_modules\n',
      'go.work': `go ${release.go}\n\nuse (\n\t./good\n\t./lib\n)\n`,
      ...plugin('good', release),
      ...plugin('bad', release),
      'bad/nakama.json': JSON.stringify({ tags: ['a'], opens: [] }, null, 2),
      'bad/Dockerfile': `ARG VERSION=${RELEASE}\nFROM heroiclabs/nakama-pluginbuilder:\${VERSION} AS builder\nWORKDIR /backend\nCOPY . .\nRUN go build --trimpath --buildmode=plugin -o ./backend.so\nFROM heroiclabs/nakama:\${VERSION}\nCOPY --from=builder /backend/backend.so /nakama/data/modules\n`,
      'bad/Makefile': 'build:\n\tgo build -trimpath -buildmode=plugin -o bad.so\n',
      'bad/data.txt': 'text\n',
      'good/data.txt': 'text\n',
      'lib/go.mod': `module example.com/lib\n\ngo ${release.go}\n\nrequire github.com/heroiclabs/nakama-common ${versionOf(release)}\n`,
      'lib/lib.go':
        'package lib\n\nimport _ "github.com/heroiclabs/nakama-common/api"\n\nfunc Use(string) {}\n',
    }).map(([file, text]) => [file, Buffer.from(text)]),
  );
  const put = (file, text) => writeFileSync(path.join(root, file), text);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    put(file, text);
  }
  return { root, files, put };
}

const COMMON = 'github.com/heroiclabs/nakama-common';
const PROTOBUF = 'google.golang.org/protobuf';

function versionOf(release, module = COMMON) {
  return release.module(module).version;
}

function plugin(name, release) {
  const lines = [COMMON, PROTOBUF].flatMap((module) => {
    const { version, sums } = release.module(module);
    return [`${module} ${version} ${sums.zip}`, `${module} ${version}/go.mod ${sums.goMod}`];
  });
  return {
    [`${name}/go.mod`]: `module example.com/${name}\n\ngo ${release.go}\n\nrequire (\n\texample.com/lib v0.0.0\n\t${COMMON} ${versionOf(release)}\n)\n\nrequire ${PROTOBUF} ${versionOf(release, PROTOBUF)} // indirect\n\nreplace example.com/lib => ../lib\n`,
    [`${name}/go.sum`]: `${lines.join('\n')}\n`,
    [`${name}/main.go`]: MAIN_GO,
  };
}
