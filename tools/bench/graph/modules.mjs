// Go modules of the size of a studio's: nine plugins for each library, and every plugin uses two libraries.
import { mkdirSync } from 'node:fs';
import path from 'node:path';

const REQUIRES = `require github.com/heroiclabs/nakama-common v1.47.0

require google.golang.org/protobuf v1.36.11 // indirect
`;

/** Writes `count` modules with `files` Go files each. */
export function writeModules(workspace, count, files) {
  const libraries = Math.floor(count / 10);
  const write = (file, text) => {
    mkdirSync(path.dirname(workspace.path(file)), { recursive: true });
    workspace.write(file, text);
  };
  write('nakama.json', '{ "release": "3.40.0", "platforms": ["linux/amd64"] }\n');
  write('.gitignore', 'node_modules\n.nx\nout\n');
  for (let index = 0; index < count; index++) {
    const isLibrary = index < libraries;
    const name = `${isLibrary ? 'lib' : 'plugin'}${String(index).padStart(4, '0')}`;
    const dir = `${isLibrary ? 'libs' : 'plugins'}/${name}`;
    const used = isLibrary ? [] : [index % libraries, (index * 7 + 1) % libraries];
    const paths = [...new Set(used)].map((at) => `lib${String(at).padStart(4, '0')}`);
    write(`${dir}/go.mod`, goMod(name, paths));
    write(`${dir}/main.go`, isLibrary ? goFile(name, [], index) : mainGo(paths));
    for (let at = 1; at < files; at++) {
      const imports = at % 5 === 0 ? paths.map((library) => `example.com/${library}/part1`) : [];
      write(`${dir}/part${at % 4}/file${at}.go`, goFile(`part${at % 4}`, imports, `${index}x${at}`));
    }
  }
}

function goMod(name, libraries) {
  const lines = libraries.map(
    (library) =>
      `require example.com/${library} v0.0.0\n\nreplace example.com/${library} => ../../libs/${library}\n`,
  );
  return `module example.com/${name}\n\ngo 1.26.5\n\n${REQUIRES}\n${lines.join('\n')}`;
}

function mainGo(libraries) {
  const imports = libraries.map((library) => `\t_ "example.com/${library}/part1"\n`).join('');
  return `package main

import (
	"context"
	"database/sql"

${imports}	"github.com/heroiclabs/nakama-common/runtime"
)

func InitModule(ctx context.Context, logger runtime.Logger, db *sql.DB, nk runtime.NakamaModule, initializer runtime.Initializer) error {
	return nil
}
`;
}

/** About 3 kB, as source files are. */
function goFile(packageName, imports, seed) {
  const lines = [
    '"context"',
    '"encoding/json"',
    '"fmt"',
    ...imports.map((path) => `_ "${path}"`),
    '"github.com/heroiclabs/nakama-common/runtime"',
  ];
  const functions = Array.from(
    { length: 12 },
    (_, at) => `
// Step${seed}x${at} answers one request of a client; the state is read, changed and written back.
func Step${seed}x${at}(ctx context.Context, logger runtime.Logger, payload string) (string, error) {
	state := map[string]any{}
	if err := json.Unmarshal([]byte(payload), &state); err != nil {
		return "", fmt.Errorf("step ${at}: %w", err)
	}
	return fmt.Sprint(len(state)), nil
}
`,
  );
  return `package ${packageName}\n\nimport (\n${lines.map((line) => `\t${line}\n`).join('')})\n${functions.join('')}`;
}
