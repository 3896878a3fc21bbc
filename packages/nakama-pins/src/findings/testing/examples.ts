import { openCatalog } from '../../releases';
import type { FindingId } from '../registry';

/** A small workspace that shows one finding: the example of the finding's page. */
export interface Example {
  /** Workspace-relative path → text; undefined removes a file of the plugin that loads. */
  readonly files: Readonly<Record<string, string | undefined>>;
  /** The folder that the page verifies. */
  readonly dir: string;
}

const RELEASE = openCatalog().get('3.40.0');
const COMMON = 'github.com/heroiclabs/nakama-common';
const PROTOBUF = 'google.golang.org/protobuf';
const ZAP = 'go.uber.org/zap';
const MULTIERR = 'go.uber.org/multierr';
const RUNTIME = `${COMMON}/runtime`;

const SIGNATURE =
  'ctx context.Context, logger runtime.Logger, db *sql.DB, nk runtime.NakamaModule, initializer runtime.Initializer';

/** The server's own versions of the modules. */
function pins(...paths: string[]): Record<string, string> {
  return Object.fromEntries([COMMON, PROTOBUF, ...paths].map((path) => [path, versionOf(path)]));
}

function versionOf(path: string): string {
  return RELEASE.module(path)?.version ?? '';
}

function goMod(name: string, requires: Readonly<Record<string, string>>, ...lines: string[]): string {
  const list = Object.entries(requires).map(([path, version]) => `\t${path} ${version}\n`);
  const head = [`module example.com/${name}`, '', 'go 1.26.5', ''];
  return [...head, `require (\n${list.join('')})`, ...lines, ''].join('\n');
}

/** Hashes of the server's versions; another version's are not needed to judge it. */
function goSum(...paths: string[]): string {
  return [COMMON, PROTOBUF, ...paths]
    .sort()
    .flatMap((path) => {
      const { version, sums } = RELEASE.module(path) ?? { version: '', sums: {} };
      return [`${path} ${version} ${sums.zip}\n`, `${path} ${version}/go.mod ${sums.goMod}\n`];
    })
    .join('');
}

function mainGo(imports: readonly string[] = [], signature = SIGNATURE): string {
  const list = ['context', 'database/sql', '', RUNTIME, ...imports].map((path) =>
    path === '' ? '\n' : `\t${imports.includes(path) ? '_ ' : ''}"${path}"\n`,
  );
  return `package main\n\nimport (\n${list.join('')})\n\nfunc InitModule(${signature}) error {\n\treturn nil\n}\n`;
}

/** A plugin that loads on 3.40.0, with what the example changes about it. */
function arena(changed: Example['files'], dir = 'plugins/arena'): Example {
  return {
    files: {
      'nakama.json': '{ "release": "3.40.0" }\n',
      'plugins/arena/go.mod': goMod('arena', pins()),
      'plugins/arena/go.sum': goSum(),
      'plugins/arena/main.go': mainGo(),
      ...changed,
    },
    dir,
  };
}

/** The arena with zap: its go.mod's requires, and more lines of go.mod. */
function withZap(requires: Readonly<Record<string, string>>, ...lines: string[]): Example {
  return arena({
    'plugins/arena/go.mod': goMod('arena', requires, ...lines),
    'plugins/arena/go.sum': goSum(ZAP, MULTIERR),
    'plugins/arena/main.go': mainGo([ZAP]),
  });
}

const BLUGE = 'github.com/blugelabs/bluge';

/** One for each page of docs/findings. */
export const EXAMPLES: Readonly<Record<FindingId, Example>> = {
  'direct-dependency': withZap({ ...pins(ZAP, MULTIERR), [ZAP]: 'v1.27.0' }),
  'duplicate-plugin-path': arena(
    {
      'plugins/lobby/go.mod': goMod('arena', pins()),
      'plugins/lobby/go.sum': goSum(),
      'plugins/lobby/main.go': mainGo(),
    },
    'plugins',
  ),
  'go-sum': arena({ 'plugins/arena/go.sum': goSum().split('\n').slice(1).join('\n') }),
  'go-version': arena({
    'plugins/arena/go.mod': goMod('arena', pins()).replace('go 1.26.5', 'go 1.26.8'),
  }),
  'go-work-lifts': arena({
    'go.work': 'go 1.26.5\n\nuse (\n\t./plugins/arena\n\t./tools/migrate\n)\n',
    'tools/migrate/go.mod': goMod('migrate', { [PROTOBUF]: 'v1.36.12' }),
  }),
  'image-tag': arena({
    'plugins/arena/Dockerfile': [
      'FROM heroiclabs/nakama-pluginbuilder:3.38.0 AS builder',
      'COPY . .',
      'RUN go build -buildmode=plugin -trimpath -o arena.so .',
      '',
      'FROM heroiclabs/nakama:3.40.0',
      'COPY --from=builder /backend/arena.so /nakama/data/modules/',
      '',
    ].join('\n'),
  }),
  'init-module': arena({
    'plugins/arena/main.go': mainGo([], SIGNATURE.replace('*sql.DB', 'sql.DB')),
  }),
  'missing-pins': withZap(pins(ZAP)),
  'nakama-common': arena({ 'plugins/arena/go.mod': goMod('arena', { ...pins(), [COMMON]: 'v1.46.0' }) }),
  'patched-in-server': arena({
    'plugins/arena/go.mod': goMod('arena', pins(...modulesBehind(`${BLUGE}/search`))),
    'plugins/arena/go.sum': goSum(...modulesBehind(`${BLUGE}/search`)),
    'plugins/arena/main.go': mainGo([`${BLUGE}/search`]),
  }),
  platform: arena({
    'plugins/arena/Dockerfile': [
      'FROM golang:1.26.5-alpine AS builder',
      'COPY . .',
      'RUN go build -buildmode=plugin -trimpath -o arena.so .',
      '',
      'FROM heroiclabs/nakama:3.40.0',
      'COPY --from=builder /go/arena.so /nakama/data/modules/',
      '',
    ].join('\n'),
  }),
  'replace-hides-version': withZap(
    { ...pins(ZAP, MULTIERR), [ZAP]: 'v1.27.1' },
    '',
    `replace ${ZAP} => ${ZAP} v1.28.0`,
  ),
  'transitive-dependency': withZap({ ...pins(ZAP, MULTIERR), [MULTIERR]: 'v1.10.0' }),
  'unknown-release': arena({ 'nakama.json': undefined }),
  'vendor-out-of-step': arena({
    'plugins/arena/vendor/modules.txt': [
      `# ${COMMON} v1.46.0`,
      '## explicit; go 1.26.3',
      `${COMMON}/api`,
      `${COMMON}/rtapi`,
      RUNTIME,
      `# ${PROTOBUF} v1.36.11`,
      '## explicit; go 1.23',
      '',
    ].join('\n'),
  }),
};

/** Modules of every package that a package of the server imports, itself included. */
function modulesBehind(start: string): string[] {
  const seen = new Set([start]);
  for (const path of seen) for (const imported of RELEASE.importsOf(path) ?? []) seen.add(imported);
  const modules = [...seen].map((path) => RELEASE.moduleOfPackage(path)?.path ?? '');
  return [...new Set(modules)].filter((path) => path !== COMMON && path !== PROTOBUF).sort();
}
