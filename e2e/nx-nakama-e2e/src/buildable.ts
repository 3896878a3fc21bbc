import { FILES, FILES_OF_IMAGES, goMod, LINKS, mainGo } from './staleness/fixture';
import type { Workspace } from './workspace';

/** The Go of release 3.40.0. */
const GO = 'go1.26.5';

/** Of what every module requires. */
const GO_SUM = `github.com/google/go-cmp v0.7.0 h1:wk8382ETsv4JYUZwIsn6YpYiWiBsYLSJiTsyBybVuN8=
github.com/google/go-cmp v0.7.0/go.mod h1:pXiqmnSA92OHEEa9HXL2W4E7lf9JzCmGVUdgjX3N/iU=
github.com/heroiclabs/nakama-common v1.47.0 h1:WjdVZ4MGmX0j/sCaLgQAUgJr7v0uA9PX5mKCDcX6CSU=
github.com/heroiclabs/nakama-common v1.47.0/go.mod h1:GC6A2meBYNwrsDuQ7pSO2TiznSIK5+ogR5VBVZCmBSs=
google.golang.org/protobuf v1.36.11 h1:fV6ZwhNocDyBLK0dj+fg8ektcVegBBuEolpbTQyBNVE=
google.golang.org/protobuf v1.36.11/go.mod h1:HTf+CrKn2C3g5S8VImy6tdcUvCska2kB7j23XfzDpco=
`;

const TEST = `package main

import (
	"os"
	"testing"
)

func TestCase(t *testing.T) {
	text, err := os.ReadFile("testdata/case.txt")
	if err != nil || string(text) == "" {
		t.Fatal(err)
	}
}
`;

/** Files that only a workspace for real Go needs; the other files are those of the staleness hunt. */
const MORE: Readonly<Record<string, string>> = {
  'plugins/arena/main_test.go': TEST,
  'plugins/art/data/b_test.go': 'package data\n',
  // Its own C code is compiled and linked, and changes the .so.
  'plugins/nat/native.go':
    'package main\n\n// #include "../../native/n.h"\n// #include "own.h"\nimport "C"\n\nfunc init() { println(C.own() + C.N) }\n',
  'plugins/art/main.go': mainGo(
    ['"embed"'],
    '//go:embed data\nvar files embed.FS\n\nfunc init() {\n\ttext, _ := files.ReadFile("data/a.txt")\n\tprintln(len(text))\n}\n',
  ),
  'native/n.h': '#define N 1\n',
  'go.work': 'go 1.26.5\n\nuse (\n\t./libs/score\n\t./plugins/arena\n)\n',
  'plugins/vend/go.mod': goMod('vend'),
  'plugins/vend/main.go': mainGo(),
  'plugins/own/nakama.json': '{ "release": "3.40.0-own" }\n',
  'plugins/own/go.mod': goMod('own'),
  'plugins/own/main.go': mainGo(),
  'nakama-releases/3.40.0-own.json': '{ "release": "3.40.0-own", "extends": "3.40.0" }\n',
  Dockerfile: 'FROM heroiclabs/nakama:3.40.0\nCOPY dist /nakama/data/modules\n',
  'scripts/build.sh': '#!/bin/sh\nnpx nx run-many -t build\n',
};

export const BUILDABLE = withSums({ ...FILES, ...MORE });
export const BUILDABLE_LINKS = LINKS;

/** Nothing but images names the release. */
export const BUILDABLE_OF_IMAGES = withSums(FILES_OF_IMAGES);

/** Has Go write vendor/ of a module. */
export function vendor(workspace: Workspace, dir: string): void {
  const env = { GOTOOLCHAIN: GO, GOWORK: 'off', GOFLAGS: '' };
  workspace.run(dir, env, 'go', 'mod', 'vendor');
}

function withSums(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const modules = Object.keys(files).filter((file) => file.endsWith('/go.mod'));
  return { ...files, ...Object.fromEntries(modules.map((file) => [file.replace(/mod$/, 'sum'), GO_SUM])) };
}
