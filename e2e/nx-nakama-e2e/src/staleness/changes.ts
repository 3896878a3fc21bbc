import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { Workspace } from '../workspace';
import { goMod, mainGo } from './fixture';
import { programSaying } from './recorder';

/** One change, and what must run again after it: `arena: build test`; `*` is every project, `plugins` those of plugins. */
export interface Change {
  readonly what: string;
  /** May give variables for the run. */
  readonly change: (files: Files) => NodeJS.ProcessEnv | void;
  readonly runs: readonly string[];
  /** Once a result was kept that this change made stale, or nothing would show it. */
  readonly wasStale?: true;
  /** What runs though its result is the same, and why. */
  readonly needless?: readonly string[];
}

/** Edits of a workspace that is put back afterwards. */
export class Files {
  constructor(readonly workspace: Workspace) {}

  private path(file: string): string {
    return join(this.workspace.root, file);
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(this.path(file)), { recursive: true });
    writeFileSync(this.path(file), text);
  }

  append(file: string, text: string): void {
    writeFileSync(this.path(file), this.workspace.read(file) + text);
  }

  /** Replaces a text that must be there, at every place. */
  replace(file: string, from: string, to: string): void {
    const before = this.workspace.read(file);
    if (!before.includes(from)) throw new Error(`${file} has no ${from}`);
    writeFileSync(this.path(file), before.replaceAll(from, to));
  }

  move(from: string, to: string): void {
    mkdirSync(dirname(this.path(to)), { recursive: true });
    renameSync(this.path(from), this.path(to));
  }

  remove(file: string): void {
    rmSync(this.path(file), { recursive: true });
  }

  /** PATH with another program of the name before all others. */
  withProgram(name: string, says: string): NodeJS.ProcessEnv {
    const folder = programSaying(join(dirname(this.workspace.root), `bin-${name}`), name, says);
    return { PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}` };
  }
}

const ALL = 'verify-pins build test lint verify-load';
/** The .so has the same bytes, and is not opened again. */
const SOURCES = 'verify-pins build test lint';
const line = '\n// changed\n';

const TOGETHER = '(Nx hashes the configuration of all targets of a project together)';

/** In the workspace of `FILES`, whose release stands in nakama.json. */
export const CHANGES: readonly Change[] = [
  { what: 'nothing', wasStale: true, change: () => undefined, runs: [] },
  {
    what: 'a source file',
    wasStale: true,
    change: (f) => f.append('plugins/arena/main.go', line),
    runs: [`arena: ${SOURCES}`],
  },
  {
    what: 'a new source file',
    change: (f) => f.write('plugins/duel/new.go', 'package main\n'),
    runs: [`duel: ${SOURCES}`],
  },
  {
    what: 'a source file goes',
    change: (f) => f.remove('plugins/arena/extra.go'),
    runs: [`arena: ${SOURCES}`],
  },
  {
    what: 'a source file is renamed',
    change: (f) => f.move('plugins/duel/main.go', 'plugins/duel/start.go'),
    runs: [`duel: ${SOURCES}`],
  },
  {
    what: 'a test',
    wasStale: true,
    change: (f) => f.append('plugins/arena/main_test.go', line),
    runs: ['arena: test lint'],
  },
  {
    what: 'a file that tests read',
    change: (f) => f.append('plugins/arena/testdata/case.txt', 'two\n'),
    runs: ['arena: test'],
  },
  {
    what: 'README.md',
    wasStale: true,
    change: (f) => f.append('plugins/arena/README.md', 'more\n'),
    runs: [],
    needless: ['arena: test (a test may read any file of its module)'],
  },
  {
    what: 'a file for Windows',
    wasStale: true,
    change: (f) => f.append('plugins/arena/port_windows.go', line),
    // go vet looks for build constraints that stand in the wrong place.
    runs: ['arena: lint'],
    needless: [
      'arena: verify-pins (it reads the header of every Go file)',
      'arena: test (a test may read any file)',
    ],
  },
  {
    what: 'a file that has Windows in its name, and is for all',
    wasStale: true,
    change: (f) => f.write('plugins/duel/port_windows_names.go', 'package main\n'),
    runs: [`duel: ${SOURCES}`],
  },
  {
    what: 'the Dockerfile',
    change: (f) => f.append('plugins/arena/Dockerfile', '# changed\n'),
    runs: ['arena: verify-pins'],
    needless: ['arena: test (a test may read any file of its module)'],
  },
  { what: 'go.mod', change: (f) => f.append('plugins/duel/go.mod', line), runs: [`duel: ${ALL}`] },
  {
    what: 'a line of go.sum',
    wasStale: true,
    change: (f) => f.append('plugins/duel/go.sum', 'example.com/x v1.0.0/go.mod h1:x\n'),
    runs: [`duel: ${SOURCES}`],
  },
  {
    what: 'a library, also behind a link',
    wasStale: true,
    change: (f) => f.append('libs/score/score.go', line),
    runs: [`arena linked: ${SOURCES}`, 'score: verify-pins test lint'],
  },
  {
    what: "a library's test",
    change: (f) => f.append('libs/score/score_test.go', line),
    runs: ['score: test lint'],
  },
  {
    what: "a library's new package",
    change: (f) => f.write('libs/score/top/top.go', 'package top\n'),
    runs: [`arena linked: ${SOURCES}`, 'score: verify-pins test lint'],
  },
  {
    what: 'another project inside of the module',
    wasStale: true,
    change: (f) => f.append('plugins/arena/sub/sub.go', line),
    runs: [`arena: ${SOURCES}`],
  },
  {
    what: 'an embedded file',
    change: (f) => f.append('plugins/art/data/a.txt', 'two\n'),
    runs: [`art: ${SOURCES}`],
  },
  {
    what: 'an embedded file that is called as a test',
    wasStale: true,
    change: (f) => f.append('plugins/art/data/b_test.go', 'more\n'),
    runs: [`art: ${SOURCES}`],
  },
  {
    what: 'a new embedded file',
    change: (f) => f.write('plugins/art/data/c.txt', 'new\n'),
    runs: [`art: ${SOURCES}`],
  },
  {
    what: 'a C header of the module',
    change: (f) => f.append('plugins/nat/own.h', line),
    runs: [`nat: ${SOURCES}`],
  },
  {
    what: 'a C header outside of the module',
    wasStale: true,
    change: (f) => f.append('native/n.h', line),
    runs: [`nat: ${SOURCES}`],
  },
  { what: 'a C source file', change: (f) => f.append('plugins/nat/own.c', line), runs: [`nat: ${SOURCES}`] },
  {
    what: 'the release of all',
    change: (f) => f.write('nakama.json', '{ "release": "3.39.0", "platforms": ["linux/amd64"] }\n'),
    runs: [`plugins: ${ALL}`, 'score: verify-pins test lint'],
  },
  {
    what: 'a release of one plugin',
    wasStale: true,
    change: (f) => f.write('plugins/duel/nakama.json', '{ "release": "3.39.0" }\n'),
    runs: [`duel: ${ALL}`],
  },
  {
    what: 'a platform more',
    change: (f) =>
      f.write('nakama.json', '{ "release": "3.40.0", "platforms": ["linux/amd64", "linux/arm64"] }\n'),
    runs: [`plugins: ${ALL}`, 'score: verify-pins test lint'],
  },
  {
    what: 'build tags',
    change: (f) =>
      f.write('nakama.json', '{ "release": "3.40.0", "platforms": ["linux/amd64"], "tags": ["eu"] }\n'),
    runs: [`plugins: ${ALL}`, 'score: verify-pins test lint'],
  },
  {
    what: 'an added release that is not used',
    change: (f) => f.write('nakama-releases/9.9.9.json', '{}\n'),
    runs: [],
    needless: [
      `plugins: ${ALL} (which release 3.40 or latest is, all of them decide)`,
      'score: verify-pins test lint (the same)',
    ],
  },
  {
    what: 'compose.yml above',
    wasStale: true,
    change: (f) => f.append('compose.yml', '# changed\n'),
    runs: ['plugins: verify-pins'],
  },
  {
    what: 'a Dockerfile above',
    change: (f) => f.write('plugins/Dockerfile', 'FROM heroiclabs/nakama:3.40.0\n'),
    runs: ['plugins: verify-pins'],
  },
  {
    what: 'a script of all',
    change: (f) => f.write('scripts/build.sh', 'go build\n'),
    runs: ['plugins: verify-pins'],
  },
  {
    what: 'a workflow',
    change: (f) => f.write('.github/workflows/ci.yml', 'jobs: {}\n'),
    runs: ['plugins: verify-pins'],
  },
  {
    what: 'variables of images',
    change: (f) => f.write('.env', 'TAG=3.40.0\n'),
    runs: ['plugins: verify-pins'],
  },
  {
    what: 'settings of golangci-lint',
    change: (f) => f.write('.golangci.yml', 'version: "2"\n'),
    runs: ['*: lint'],
  },
  {
    what: 'go.work',
    change: (f) => f.write('go.work', 'go 1.26.5\n\nuse ./plugins/duel\n'),
    runs: ['duel: verify-pins'],
    needless: ['arena art nat linked score: verify-pins (it says that go.work does not use the module)'],
  },
  {
    what: 'vendor/',
    wasStale: true,
    change: (f) => f.write('plugins/duel/vendor/modules.txt', '# x v1.0.0\n'),
    runs: [`duel: ${SOURCES}`],
  },
  {
    what: 'recorded imports',
    change: (f) => f.write('plugins/duel/nakama-imports.json', '{ "modules": [] }\n'),
    runs: [`duel: ${SOURCES}`],
  },
  {
    what: 'an option of build',
    change: (f) =>
      f.write('plugins/duel/project.json', '{ "targets": { "build": { "options": { "ldflags": "" } } } }\n'),
    runs: ['duel: build'],
    needless: [`duel: verify-pins test lint verify-load ${TOGETHER}`],
  },
  {
    what: 'another plugin of the same path',
    wasStale: true,
    change: (f) => {
      f.write('plugins/twin/go.mod', goMod('duel'));
      f.write('plugins/twin/main.go', mainGo());
    },
    runs: ['duel: verify-pins', `twin: ${ALL}`],
    needless: [`duel: build test lint verify-load ${TOGETHER}`],
  },
  { what: 'a plugin moves', change: (f) => f.move('plugins/duel', 'games/duel'), runs: [`duel: ${ALL}`] },
  { what: 'a plugin goes', change: (f) => f.remove('plugins/art'), runs: [] },
  { what: 'words elsewhere', wasStale: true, change: (f) => f.append('docs/guide.md', 'more\n'), runs: [] },
  { what: 'a project of another kind', change: (f) => f.append('web/index.js', '// changed\n'), runs: [] },
  {
    what: 'CC',
    wasStale: true,
    change: () => ({ CC: 'clang' }),
    runs: ['plugins: build test lint', 'score: test lint'],
  },
  {
    what: 'CGO_CFLAGS',
    wasStale: true,
    change: () => ({ CGO_CFLAGS: '-O3' }),
    runs: ['plugins: build test lint', 'score: test lint'],
  },
  {
    what: 'another gcc of the same name',
    wasStale: true,
    change: (f) => f.withProgram('gcc', 'gcc 99.1.0'),
    runs: ['plugins: build test lint', 'score: test lint'],
  },
  {
    what: 'golangci-lint',
    wasStale: true,
    change: (f) => f.withProgram('golangci-lint', 'golangci-lint has version 99.1.0'),
    runs: ['*: lint'],
  },
  {
    what: 'a variable that counts for nothing',
    change: () => ({ GOFLAGS: '-tags=x', GOAMD64: 'v3' }),
    runs: [],
  },
];

/** In the workspace of `FILES_OF_IMAGES`: whatever is built depends on the images, because they name the Go. */
export const CHANGES_OF_IMAGES: readonly Change[] = [
  { what: 'nothing', wasStale: true, change: () => undefined, runs: [] },
  {
    what: 'the variable of an image',
    wasStale: true,
    change: (f) => f.write('.env', 'TAG=3.39.0\n'),
    runs: [`solo: ${ALL}`],
  },
  {
    what: 'an image',
    change: (f) => f.write('compose.yml', 'services:\n  nakama:\n    image: heroiclabs/nakama:3.39.0\n'),
    runs: [`solo: ${ALL}`],
  },
  {
    what: 'an image below',
    wasStale: true,
    change: (f) =>
      f.write('deploy/eu/compose.yml', 'services:\n  nakama:\n    image: heroiclabs/nakama:3.39.0\n'),
    runs: [`solo: ${ALL}`],
  },
  {
    what: 'a source file',
    wasStale: true,
    change: (f) => f.append('plugins/solo/main.go', line),
    runs: [`solo: ${SOURCES}`],
  },
];
