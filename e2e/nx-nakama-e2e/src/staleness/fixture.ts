/** A workspace in which every kind of file stands that a result may rest on. */

const REQUIRES = `require github.com/heroiclabs/nakama-common v1.47.0

require google.golang.org/protobuf v1.36.11 // indirect
`;

export function goMod(name: string, more = ''): string {
  return `module example.com/${name}\n\ngo 1.26.5\n\n${REQUIRES}${more}`;
}

export function mainGo(imports: readonly string[] = [], body = ''): string {
  const lines = imports.map((path) => `\t${path}\n`).join('');
  return `package main

import (
	"context"
	"database/sql"
${lines}
	"github.com/heroiclabs/nakama-common/runtime"
)

${body}
func InitModule(ctx context.Context, logger runtime.Logger, db *sql.DB, nk runtime.NakamaModule, initializer runtime.Initializer) error {
	return nil
}
`;
}

function score(folder: string): string {
  return `\nrequire example.com/score v0.0.0\n\nreplace example.com/score => ${folder}\n`;
}

/** Links by their path. */
export const LINKS: Readonly<Record<string, string>> = { 'libs/link': 'score' };

/**
 * `arena` uses a library and has another project inside, `linked` uses it behind a link, `art` embeds, `nat` has C code,
 * `duel` stands alone.
 */
export const FILES: Readonly<Record<string, string>> = {
  '.gitignore': 'node_modules\n.nx\ndist\n*.secret\n',
  'nakama.json': '{ "release": "3.40.0", "platforms": ["linux/amd64"] }\n',
  'compose.yml': 'services:\n  nakama:\n    image: heroiclabs/nakama:3.40.0\n',
  'docs/guide.md': 'words\n',
  'web/project.json': '{ "name": "web" }\n',
  'web/index.js': 'export {};\n',
  'plugins/arena/go.mod': goMod('arena', score('../../libs/score')),
  'plugins/arena/main.go': mainGo(['_ "example.com/arena/sub"', '_ "example.com/score"']),
  'plugins/arena/extra.go': 'package main\n',
  'plugins/arena/main_test.go': 'package main\n',
  'plugins/arena/port_windows.go': 'package main\n',
  'plugins/arena/README.md': 'words\n',
  'plugins/arena/Dockerfile': 'FROM heroiclabs/nakama-pluginbuilder:3.40.0\n',
  'plugins/arena/testdata/case.txt': 'one\n',
  'plugins/arena/sub/sub.go': 'package sub\n',
  'plugins/arena/sub/project.json': '{ "name": "sub" }\n',
  'plugins/art/go.mod': goMod('art'),
  'plugins/art/main.go': mainGo(['"embed"'], '//go:embed data\nvar files embed.FS\n'),
  'plugins/art/data/a.txt': 'one\n',
  'plugins/art/data/b_test.go': 'template\n',
  'plugins/nat/go.mod': goMod('nat'),
  'plugins/nat/main.go': mainGo(),
  'plugins/nat/native.go':
    'package main\n\n// #include "../../native/n.h"\n// #include "own.h"\nimport "C"\n',
  'plugins/nat/own.h': 'int own(void);\n',
  'plugins/nat/own.c': 'int own(void) { return 1; }\n',
  'native/n.h': 'int n(void);\n',
  'plugins/linked/nakama.json': '{ "server": "eu" }\n',
  'plugins/linked/go.mod': goMod('linked', score('../../libs/link')),
  'plugins/linked/main.go': mainGo(['_ "example.com/score"']),
  'plugins/duel/go.mod': goMod('duel'),
  'plugins/duel/go.sum': '',
  'plugins/duel/main.go': mainGo(),
  'libs/score/go.mod': goMod('score'),
  'libs/score/score.go': 'package score\n\nimport _ "github.com/heroiclabs/nakama-common/runtime"\n',
  'libs/score/score_test.go': 'package score\n',
};

/** Nothing but images names the release. */
export const FILES_OF_IMAGES: Readonly<Record<string, string>> = {
  '.gitignore': 'node_modules\n.nx\ndist\n',
  'compose.yml': 'services:\n  nakama:\n    image: heroiclabs/nakama:${TAG}\n',
  '.env': 'TAG=3.40.0\n',
  'plugins/solo/go.mod': goMod('solo'),
  'plugins/solo/main.go': mainGo(),
};

/** What Nx can't hash: files outside of the workspace, and those that git ignores. */
export const FILES_OUT_OF_SIGHT: Readonly<Record<string, string>> = {
  '.gitignore': 'node_modules\n.nx\ndist\n*.secret\n',
  'nakama.json': '{ "release": "3.40.0", "platforms": ["linux/amd64"] }\n',
  'plugins/far/go.mod': goMod('far', score('../../../outside')),
  'plugins/far/main.go': mainGo(['_ "example.com/score"']),
  'plugins/key/go.mod': goMod('key'),
  'plugins/key/main.go': mainGo(['"embed"'], '//go:embed api.secret\nvar files embed.FS\n'),
  'plugins/key/api.secret': 'one\n',
  'plugins/plain/go.mod': goMod('plain'),
  'plugins/plain/main.go': mainGo(),
  '../outside/go.mod': goMod('score'),
  '../outside/score.go': 'package score\n',
};
