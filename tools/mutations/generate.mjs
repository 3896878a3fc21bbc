// Makes the mutations of pinned plugins from a seed. What a mutation does is in its data; apply.mjs carries it out.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRelease, sharedFolder } from '../corpus/corpus.mjs';
import { byVersion } from '../corpus/rows.mjs';
import { applyAll } from './apply.mjs';
import { BASES } from './bases.mjs';
import { buildCommands } from './build-commands.mjs';
import { requirementsOf } from './go-mod-text.mjs';
import { randomFrom } from './random.mjs';

/**
 * @param {number} seed
 * @param {number} count
 * @param {(base: object) => Record<string, string>} filesOf the files of a base, with vendor/ if it has one
 * @returns {{ id: string, base: string, mutations: object[] }[]}
 */
export function generate(seed, count, filesOf) {
  const random = randomFrom(seed);
  const versions = readVersions();
  const makers = new Map(BASES.map((base) => [base.name, makersOf(base, random, versions, filesOf(base))]));
  const seen = new Set();
  const rows = [];
  while (rows.length < count) {
    const base = random.pick(BASES);
    const make = makers.get(base.name);
    const mutations = [random.pick(make)()];
    if (random.below(4) === 0) mutations.push(random.pick(make)());
    const key = JSON.stringify([base.name, mutations]);
    if (mutations.includes(undefined) || !differ(mutations) || seen.has(key)) continue;
    if (!changes(filesOf(base), mutations)) continue;
    seen.add(key);
    rows.push({ id: `m${String(rows.length + 1).padStart(3, '0')}`, base: base.name, mutations });
  }
  return rows;
}

/** Two mutations of one kind would undo each other. */
const differ = (mutations) => new Set(mutations.map(({ kind }) => kind)).size === mutations.length;

/** Whether each mutation changes something: a go line can be set to what it is. */
function changes(files, mutations) {
  try {
    applyAll(files, mutations);
    return true;
  } catch {
    return false;
  }
}

const vendoredIn = (files) =>
  Object.keys(files)
    .filter((file) => file.startsWith('vendor/') && file.endsWith('.go'))
    .sort();

function makersOf(base, random, versions, files) {
  const release = readRelease(base.release);
  const required = requirementsOf(files['go.mod']);
  const linked = release.modules.filter((module) => module.linkedPackages?.length);
  const other = (path, version, wanted) => {
    const all = versions.get(path) ?? [];
    const at = all.indexOf(version);
    const choice = wanted === 'raise' ? all.slice(at + 1) : all.slice(0, Math.max(at, 0));
    return choice.length ? random.pick(choice) : undefined;
  };
  /** A required module, or now and then one that the server links and go.mod does not name. */
  const someModule = () => (random.below(3) > 0 ? random.pick(required) : random.pick(linked));
  const moved = (kind) => () => {
    const { path, version } = someModule();
    const to = other(path, version, kind);
    return to && { kind, path, version: to };
  };
  const makers = [
    () => ({ kind: 'drop', path: random.pick(required).path }),
    moved('raise'),
    moved('raise'),
    moved('lower'),
    moved('lower'),
    () => {
      const { path, version } = someModule();
      const to = other(path, version, random.pick(['raise', 'lower']));
      return to && { kind: 'replace', path, version: to, ...(random.below(2) === 0 && { old: version }) };
    },
    () => {
      const { path, version } = random.pick(required);
      return {
        kind: 'exclude',
        path,
        version: random.below(2) === 0 ? version : (other(path, version, 'raise') ?? version),
      };
    },
    () => ({ kind: 'go', go: random.pick(GO_LINES) }),
    () => ({ kind: 'toolchain', toolchain: random.pick(['go1.26.5', 'go1.27.1', 'go1.24.5', 'default']) }),
    () => ({
      kind: 'import',
      path: random.pick(random.pick(linked).linkedPackages.filter(isPublic).concat(UNLINKED)),
    }),
    () => ({ kind: 'import', path: random.pick(UNLINKED) }),
    () =>
      base.imports.length > 0 && random.below(2) === 0
        ? { kind: 'unimport', path: random.pick(base.imports) }
        : fileOf(random, linked),
    () => fileOf(random, linked),
    () => ({ kind: 'flags', release: base.release, ...random.pick(buildCommands(base)) }),
  ];
  if (base.vendor) return [...makers, ...vendorMakers(random, vendoredIn(files), required)];
  const sums = files['go.sum']
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(' ').slice(0, 2).join(' '));
  return [
    ...makers,
    () => ({ kind: 'sum-drop', starts: random.pick(sums) }),
    () => ({ kind: 'sum-wrong', starts: random.pick(sums) }),
    () => (random.below(10) === 0 ? { kind: 'sum-none' } : undefined),
  ];
}

const GO_LINES = [
  '1.21',
  '1.22.0',
  '1.22.4',
  '1.23',
  '1.24.5',
  '1.25.0',
  '1.26',
  '1.26.1',
  '1.26.5',
  '1.26.6',
  '1.27.0',
];

/** Packages that no release links: of a shared module, of another module, of the standard library. */
const UNLINKED = [
  'golang.org/x/crypto/ssh',
  'golang.org/x/crypto/argon2',
  'golang.org/x/text/encoding/charmap',
  'golang.org/x/sync/errgroup',
  'go.uber.org/zap/zaptest/observer',
  'google.golang.org/protobuf/types/dynamicpb',
  'github.com/google/uuid',
  'net/http',
  'net/netip',
  'encoding/csv',
  'container/ring',
  'image/png',
  'text/template',
  'no/such/package',
];

const isPublic = (path) =>
  !/(^|\/)internal(\/|$)/.test(path) && !path.startsWith('github.com/heroiclabs/nakama/');

/** A Go file beside main.go: one that is compiled, or one that build constraints, its name or a tag leave out. */
function fileOf(random, linked) {
  const path = random.pick(random.pick(linked).linkedPackages.filter(isPublic).concat(UNLINKED));
  const [file, header = ''] = random.pick([
    ['extra.go'],
    ['extra_linux.go'],
    ['extra_windows.go'],
    ['extra_test.go'],
    ['_extra.go'],
    ['tools.go', '//go:build tools\n\n'],
    ['extra.go', '//go:build !windows && cgo\n\n'],
    ['extra.go', '//go:build ignore\n\n'],
    ['extra.go', '//go:build go1.18\n\n'],
    ['extra.go', '//go:build linux && !amd64 && !arm64\n\n'],
    ['testdata/extra.go'],
  ]);
  return { kind: 'file', file, text: `${header}package main\n\nimport _ "${path}"\n` };
}

function vendorMakers(random, files, required) {
  const line = () => {
    const file = random.pick(files);
    return { kind: 'vendor-line', file, line: 1, text: random.pick(['// edited', '']) };
  };
  return [
    line,
    line,
    line,
    line,
    () => ({ kind: 'vendor-remove', file: random.pick(files) }),
    () => {
      const { path, version } = random.pick(required);
      return { kind: 'vendor-version', path, version, to: `${version}-edited` };
    },
  ];
}

/** path -> the versions of all releases, oldest release first. */
function readVersions() {
  const versions = new Map();
  const releases = readdirSync(join(sharedFolder, 'releases'))
    .filter((file) => /^3\..*\.json$/.test(file))
    .map((file) => JSON.parse(readFileSync(join(sharedFolder, 'releases', file), 'utf8')))
    .sort((a, b) => byVersion(a.release, b.release));
  for (const { modules } of releases) {
    for (const { path, version } of modules) {
      const known = versions.get(path) ?? [];
      if (!known.includes(version)) versions.set(path, [...known, version]);
    }
  }
  return versions;
}
