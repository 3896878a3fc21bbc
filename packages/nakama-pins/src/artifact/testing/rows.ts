import { goLineFor } from '../../go-module/compare-go';
import { buildable } from '../../testing/go';
import { catalogRelease, type Files, mainGo } from '../../testing/workspace';
import { findProgram } from '../../toolchain/find-program';
import { elfHash } from '../elf-hash';
import type { Recipe } from './build-plugins';

const ZAP = 'go.uber.org/zap';
const MULTIERR = 'go.uber.org/multierr';
const UUID = 'github.com/google/uuid';
const COMMON = 'github.com/heroiclabs/nakama-common';

/** go.sum lines of versions that the catalog does not have. */
const SUMS: Readonly<Record<string, readonly string[]>> = {
  multierr: [
    `${MULTIERR} v1.10.0 h1:S0h4aNzvfcFsC3dRF1jLoaov7oRaKqRGC/pUEJ2yvPQ=`,
    `${MULTIERR} v1.10.0/go.mod h1:20+QtiLqy0Nd6FdQB9TLXag12DsQkrbs3htMFfDN80Y=`,
  ],
};

/** Optimised for linking: what is stripped is not read. */
const STRIPPED = ['-trimpath', '-ldflags=-s -w'];

/** A plugin that shares zap and multierr with the server. */
const ZAP_PLUGIN = buildable([ZAP]);

/** A row of the table of what loads and what does not, made for real. */
export interface Row {
  readonly name: string;
  readonly recipe: Recipe;
  /** The findings against a server of the release's Go; none if it loads. */
  readonly findings: readonly string[];
}

function plugin(name: string, findings: readonly string[], recipe: Partial<Recipe> = {}): Row {
  return { name, findings, recipe: { flags: STRIPPED, files: ZAP_PLUGIN, ...recipe } };
}

function withMain(edit: (text: string) => string): Files {
  return { ...ZAP_PLUGIN, 'main.go': edit(mainGo(ZAP)) };
}

function withModule(path: string, files: Files = ZAP_PLUGIN): Files {
  return { ...files, 'go.mod': String(files['go.mod']).replace('example.com/arena', path) };
}

/** The plugin, with a line more in go.mod and files beside it. */
function withReplace(line: string, files: Files): Files {
  return { ...ZAP_PLUGIN, ...files, 'go.mod': `${String(ZAP_PLUGIN['go.mod'])}\n${line}\n` };
}

/** A plugin with a module that the server lacks, at a version. */
function withUuid(module: string, version: string, sum: string): Files {
  const sums = [
    `${UUID} ${version} ${sum}`,
    `${UUID} ${version}/go.mod h1:TIyPZe4MgqvfeYDBFedMoGGpEw/LqOeaOT+nhxU+yHo=`,
  ];
  const files = buildable([], {}, sums);
  return withModule(module, {
    ...files,
    'go.mod': `${String(files['go.mod'])}\nrequire ${UUID} ${version}\n`,
    'main.go': mainGo(UUID),
  });
}

/** Two plugins that load one by one, and not together: `github.com/google/uuid` is in no server. */
export const CONFLICT: readonly [Row, Row] = [
  plugin('a package the server lacks, v1.5.0', [], {
    files: withUuid('example.com/duel', 'v1.5.0', 'h1:1p67kYwdtXjb0gL0BPiP1Av9wiZPo5A8z2cWkTZ+eyU='),
  }),
  plugin('a package the server lacks, v1.6.0', ['plugins-conflict'], {
    files: withUuid('example.com/lobby', 'v1.6.0', 'h1:NIvaJDMOsjHA8n1jAhLSgzrAzy1Hgr+hNrb57e+94F0='),
  }),
];

/** The smallest plugin of a release, by its Go. */
export function pluginOf(release: string): Recipe {
  const { go, module } = catalogRelease(release);
  const modules = [COMMON, 'github.com/golang/protobuf', 'google.golang.org/protobuf'].flatMap(
    (path) => module(path) ?? [],
  );
  return {
    go,
    flags: STRIPPED,
    files: {
      'go.mod': `module example.com/arena\n\ngo ${goLineFor(go)}\n\nrequire (\n${modules.map((m) => `\t${m.path} ${m.version}\n`).join('')})\n`,
      'go.sum': modules
        .map((m) => `${m.path} ${m.version} ${m.sums.zip}\n${m.path} ${m.version}/go.mod ${m.sums.goMod}\n`)
        .join(''),
      'main.go': mainGo(),
    },
  };
}

const MULTIERR_COPY: Files = {
  'multierr/go.mod': `module ${MULTIERR}\n\ngo 1.19\n`,
  'multierr/error.go': `package multierr

func Append(left, right error) error { return left }
func AppendInto(into *error, err error) bool { return err != nil }
func Combine(errors ...error) error { return nil }
func Errors(err error) []error { return nil }
`,
};

export const GOOD: Row = plugin('good', []);

/** The smallest plugin of Go: its runtime and little else. */
export const SMALL: Recipe = {
  flags: STRIPPED,
  files: {
    'go.mod': 'module example.com/small\n\ngo 1.26.5\n',
    'main.go': 'package main\n\nfunc InitModule() {}\n',
  },
};

/** By compilers that are not everywhere: `npm test` installs them if it may. */
const CROSS_ROWS: readonly Row[] = [
  ['musl-gcc', plugin('by musl-gcc', ['artifact-libc'], { env: { CC: 'musl-gcc' } })] as const,
  [
    'aarch64-linux-gnu-gcc',
    plugin('for arm64, by the cross compiler', ['platform'], {
      env: { GOARCH: 'arm64', CC: 'aarch64-linux-gnu-gcc' },
    }),
  ] as const,
].flatMap(([compiler, row]) => {
  if (findProgram(compiler, process.env) !== undefined) return [row];
  console.warn(`SKIPPED: no ${compiler}, there is no plugin ${row.name}`);
  return [];
});

/** One plugin each. */
export const ROWS: readonly Row[] = [
  ...CROSS_ROWS,
  GOOD,
  plugin('with symbols and debug data', [], { flags: ['-trimpath'] }),
  plugin('-X of the linker', [], { flags: ['-trimpath', '-ldflags=-s -w -X main.version=1'] }),
  plugin('-gcflags of the main package alone', [], { flags: [...STRIPPED, '-gcflags=-N -l'] }),
  plugin('-cover of the main package alone', [], { flags: [...STRIPPED, '-cover'] }),
  plugin('a tag that nothing asks for', [], { flags: [...STRIPPED, '-tags=arena'] }),
  plugin('a path with a dot', [], { files: withModule('example.com/arena.v2') }),
  plugin('no -trimpath', ['artifact-flags'], { flags: ['-ldflags=-s -w'] }),
  plugin('-race', ['artifact-flags'], { flags: [...STRIPPED, '-race'] }),
  plugin('-gcflags=all=-N -l', ['artifact-flags'], { flags: [...STRIPPED, '-gcflags=all=-N -l'] }),
  plugin('-tags=netgo', ['artifact-flags'], { flags: [...STRIPPED, '-tags=netgo'] }),
  plugin('another patch of Go', ['artifact-go'], { go: '1.26.8' }),
  plugin('another minor of Go', ['artifact-go', 'nakama-common'], pluginOf('3.37.0')),
  plugin('another version of a dependency', ['transitive-dependency'], {
    files: buildable([ZAP], { [MULTIERR]: 'v1.10.0' }, SUMS['multierr']),
  }),
  plugin('a dependency from a folder', ['other-fingerprint'], {
    files: withReplace(`replace ${MULTIERR} => ./multierr`, MULTIERR_COPY),
  }),
  plugin('another path by -pluginpath', ['init-module'], {
    flags: ['-trimpath', '-ldflags=-s -w -pluginpath=example.com/other'],
  }),
  plugin('no InitModule', ['init-module'], {
    files: withMain((text) => text.replace('func InitModule', 'func Init')),
  }),
  plugin('another signature', ['init-module'], {
    files: withMain((text) => text.replace('db *sql.DB', 'db sql.DB')),
  }),
  plugin('InitModule is a variable', ['init-module'], {
    files: withMain((text) => text.replace('func InitModule', 'var InitModule = func')),
  }),
  plugin('a library of Go for C', ['artifact-not-a-plugin'], {
    mode: 'c-shared',
    files: withMain((text) => `${text}\nfunc main() {}\n`),
  }),
  plugin('a program', ['artifact-not-a-plugin'], {
    mode: 'exe',
    files: withMain((text) => `${text}\nfunc main() {}\n`),
  }),
  plugin('a library of C', ['artifact-not-a-plugin'], {
    files: { 'main.c': 'int InitModule(void) { return 0; }\n' },
  }),
  plugin('linked against musl', ['artifact-libc'], {
    change: (bytes) => {
      const at = bytes.indexOf('\0libc.so.6\0');
      bytes.write('\0', at + '\0libc.so'.length, 'latin1');
      return bytes;
    },
  }),
  plugin('for arm64, by its header', ['platform'], {
    change: (bytes) => {
      bytes.writeUInt16LE(183, 18);
      return bytes;
    },
  }),
  plugin('for 32 bits, by its header', ['platform'], {
    change: (bytes) => {
      bytes.writeUInt8(1, 4);
      return bytes;
    },
  }),
  plugin('a Mach-O header', ['platform'], {
    change: () => Buffer.concat([Buffer.from('cffaedfe0c000001', 'hex'), Buffer.alloc(4096)]),
  }),
  plugin('truncated', ['artifact-unreadable'], {
    change: (bytes) => bytes.subarray(0, bytes.length >> 1),
  }),
  plugin('cut off in its header', ['artifact-unreadable'], { change: (bytes) => bytes.subarray(0, 40) }),
  plugin('empty', ['artifact-unreadable'], { change: () => Buffer.alloc(0) }),
  plugin('a text', ['artifact-unreadable'], { change: () => Buffer.from('#!/bin/sh\n') }),
];

/** For a release without fingerprints, as if it had been linked with a glibc as old as that of its image. */
export const UNPROVED: Recipe = {
  ...pluginOf('3.12.0'),
  change: (bytes) => {
    const old = '\0GLIBC_2.14';
    const names = new Set(bytes.toString('latin1').match(/\0GLIBC_2\.\d\d(?=\0)/g));
    for (const name of names) {
      replaceAll(bytes, Buffer.from(`${name}\0`, 'latin1'), Buffer.from(`${old}\0`, 'latin1'));
      replaceAll(bytes, versionHash(name), versionHash(old));
    }
    return bytes;
  },
};

function replaceAll(bytes: Buffer, text: Buffer, by: Buffer): void {
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + by.length)) by.copy(bytes, at);
}

/** As it stands beside a needed version. */
function versionHash(name: string): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(elfHash(name.slice(1)));
  return bytes;
}

/** The recipe of a row, by its name. */
export function recipeOf(name: string): Recipe {
  const row = ROWS.find((candidate) => candidate.name === name);
  if (!row) throw new Error(`no row is called ${name}`);
  return row.recipe;
}

/** Opens plugins as Nakama does (server/runtime_go.go), and links packages that plugins share with it. */
const HOST_GO = `package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"plugin"

	"github.com/heroiclabs/nakama-common/runtime"
	_ "go.uber.org/zap"
)

func main() {
	for _, path := range os.Args[1:] {
		p, err := plugin.Open(path)
		if err != nil {
			fail(err)
		}
		symbol, err := p.Lookup("InitModule")
		if err != nil {
			fail(err)
		}
		if _, ok := symbol.(func(context.Context, runtime.Logger, *sql.DB, runtime.NakamaModule, runtime.Initializer) error); !ok {
			fail(fmt.Errorf("InitModule has another type"))
		}
	}
}

func fail(err error) {
	fmt.Println(err)
	os.Exit(1)
}
`;

/** A program that opens plugins as the server does, with their paths as arguments: exit code 0 if all load. */
export const HOST: Recipe = {
  mode: 'exe',
  flags: STRIPPED,
  files: { ...withModule('example.com/host'), 'main.go': HOST_GO },
};
