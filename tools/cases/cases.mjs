// Small repositories with the right answer, from the folder beside this one: what each must say.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repoRoot, sharedFolder } from '../corpus/corpus.mjs';
import { runGo } from '../corpus/go.mjs';

const CLI = join(repoRoot, 'packages/nakama-pins/dist/cli/main.js');
const FOLDER = join(sharedFolder, 'cases');

export const casesAreHere = () => existsSync(FOLDER);

/** Of the vendored module that the case edits. */
const RUNTIME = 'vendor/github.com/heroiclabs/nakama-common/runtime/runtime.go';

/**
 * folder, args of nakama-pins, and what it must give: exit code, verdicts by module folder, findings as
 * `id file:line`, words that the text has, words that it must not have.
 */
export const CASES = [
  {
    folder: 'build-tag-plugin',
    args: ['verify', 'app', '--tags', 'nakama'],
    exit: 0,
    verdicts: { app: 'loads' },
  },
  {
    folder: 'compose-build-args',
    args: ['verify'],
    exit: 0,
    verdicts: { '.': 'loads' },
    releases: { '.': '3.40.0' },
  },
  {
    folder: 'dockerfile-build-flags',
    args: ['verify'],
    exit: 1,
    verdicts: { '.': 'fails' },
    findings: ['build-command Dockerfile:4'],
    words: ['-trimpath'],
  },
  { folder: 'go-work-replace', args: ['verify'], exit: 1, findings: ['go-work-lifts go.work:5'] },
  {
    folder: 'images-in-infra-folder',
    args: ['verify'],
    releases: { server: '3.16.0' },
    not: ['No server or builder image', '3.23.0'],
  },
  {
    folder: 'latest-images',
    args: ['verify'],
    exit: 2,
    words: ['latest'],
    not: ['No server or builder image', 'no server or builder image'],
  },
  {
    folder: 'library-has-no-release',
    args: ['verify'],
    exit: 0,
    verdicts: { lib: 'loads', srv: 'loads' },
    releases: { lib: '3.30.0', srv: '3.30.0' },
  },
  {
    folder: 'nakama-v2-runtime-import',
    args: ['verify', '-r', '3.40.0'],
    exit: 1,
    words: ['github.com/heroiclabs/nakama/runtime', 'github.com/heroiclabs/nakama-common/runtime'],
    not: ['runtime.Logger instead of runtime.Logger'],
  },
  {
    folder: 'nakama-v2-runtime-import',
    args: ['verify'],
    exit: 2,
    words: ['2.5.1'],
    not: ['nearest: 3.5.0'],
  },
  {
    folder: 'pin-lowers-unshared-direct-dep',
    args: ['pin', '--dry-run'],
    not: ['-	golang.org/x/crypto v0.54.0'],
  },
  {
    folder: 'replace-without-go-sum',
    args: ['verify', '-r', '3.40.0'],
    exit: 1,
    verdicts: { '.': 'fails' },
    ids: ['go-sum'],
  },
  {
    folder: 'init-module-elsewhere',
    args: ['verify', '-r', '3.40.0'],
    exit: 1,
    ids: ['init-module'],
    words: ['package modules'],
  },
  {
    folder: 'vendor-edited',
    prepare: editVendor,
    args: ['verify', '-r', '3.40.0'],
    exit: 1,
    verdicts: { '.': 'fails' },
    ids: ['other-fingerprint'],
  },
  {
    folder: 'workspace-library-called-missing',
    args: ['verify'],
    exit: 1,
    words: ['-require=example.com/lib@v0.0.0 -replace=example.com/lib=../../lib', '../../lib'],
    not: ['go get example.com/lib'],
  },
];

/** Module paths that go refuses, or that meet a package or module of the server. */
export const MODULE_PATHS = [
  'plugin',
  'log',
  'fmt',
  'runtime',
  'std',
  'all',
  'example.com/a:b',
  'example.com/a.',
  'example.com/a/',
  '/abs',
  'example.com/com1',
  '"exa mple"',
  'é',
  'go.uber.org/zap',
  'google.golang.org/protobuf/proto',
];

/** Runs a case in a copy that is its own git repository. @returns {{ code: number, text: string, outcome: object }} */
export function runCase({ folder, args, prepare }) {
  return inCopy(folder, (root) => {
    prepare?.(root);
    return run(root, args);
  });
}

/** `verify` of a plugin that loads, with another module path. */
export function runWithPath(path) {
  return inCopy('dockerfile-build-flags', (root) => {
    rmSync(join(root, 'Dockerfile'));
    const goMod = join(root, 'go.mod');
    writeFileSync(goMod, readFileSync(goMod, 'utf8').replace(/^module .*/, `module ${path}`));
    return run(root, ['verify', '-r', '3.40.0']);
  });
}

function inCopy(folder, use) {
  const root = mkdtempSync(join(tmpdir(), 'nakama-case-'));
  try {
    cpSync(join(FOLDER, folder), root, { recursive: true });
    makeWritable(root);
    spawnSync('git', ['init', '-q', '.'], { cwd: root });
    return use(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function makeWritable(root) {
  spawnSync('chmod', ['-R', 'u+w', root]);
}

function run(cwd, args) {
  const command = (...more) =>
    spawnSync(process.execPath, [CLI, ...args, ...more], {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    });
  const text = command();
  const json = command('--format', 'json');
  return {
    code: text.status,
    text: `${text.stdout}${text.stderr}`,
    outcome: json.stdout ? JSON.parse(json.stdout) : undefined,
  };
}

function editVendor(root) {
  const { ok, stderr } = runGo(root, '1.26.5', ['mod', 'vendor']);
  if (!ok) throw new Error(`go mod vendor: ${stderr}`);
  const file = join(root, RUNTIME);
  writeFileSync(file, `\n${readFileSync(file, 'utf8')}`);
}
