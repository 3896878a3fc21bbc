import { readdirSync } from 'node:fs';
import * as path from 'node:path';
import * as semver from 'semver';
import { isInModule } from '../go-module/package-path';
import { type JsonFile, parseJsonText, readJsonFile } from '../input/json-file';
import { packageJson } from '../input/package-dir';
import { InputError, type Problem, ProblemList } from '../input/problem';
import { summaryOf } from './header';
import { NAKAMA_COMMON, PROTOBUF } from './nakama-modules';
import { createRelease } from './release';
import { type ReleaseFile, toReleaseFile } from './release-file';
import type { Release } from './release-model';
import { resolveRelease, sortReleases } from './resolve';
import { loadShipped, shippedSummaries } from './shipped';
import { variantOf } from './variants';

/** The folder of a workspace that holds releases of its own. */
export const WORKSPACE_RELEASES_DIR = 'nakama-releases';

/** The file as written: complete, or with `extends` and what differs. */
type WrittenRelease = Partial<ReleaseFile> & { readonly release: string; readonly extends?: string };

export interface WorkspaceReleases {
  /** Releases that have a file. */
  readonly names: readonly string[];
  /**
   * Undefined if the release has no file.
   * @throws InputError if the file, or one that it extends, is not a release file
   */
  load(release: string): Release | undefined;
}

/** Files that have another text than on the disk, by their path from the workspace root. */
type PlannedTexts = ReadonlyMap<string, string>;

/** What is read: a workspace as a plan leaves it. */
interface Source {
  readonly workspaceDir: string;
  readonly texts: PlannedTexts;
  readonly names: readonly string[];
}

/**
 * Lists `nakama-releases/*.json`; each is read when it is loaded.
 * @throws InputError if a file is not named after a release, or the folder can't be listed
 */
export function openWorkspaceReleases(
  workspaceDir: string | undefined,
  texts: PlannedTexts = new Map(),
): WorkspaceReleases {
  if (workspaceDir === undefined) return { names: [], load: () => undefined };
  const names = listReleaseFiles(path.join(workspaceDir, WORKSPACE_RELEASES_DIR), texts);
  return {
    names,
    load: (release) =>
      names.includes(release)
        ? toRelease(readComplete({ workspaceDir, texts, names }, release, []))
        : undefined,
  };
}

function listReleaseFiles(dir: string, texts: PlannedTexts): string[] {
  const planned = [...texts.keys()]
    .filter((file) => path.posix.dirname(file) === WORKSPACE_RELEASES_DIR)
    .map((file) => path.posix.basename(file));
  const files = [...new Set([...listFolder(dir), ...planned])].filter(
    (name) => name.endsWith('.json') && !name.startsWith('.'),
  );
  const problems = files
    .filter((name) => !isRelease(name.slice(0, -'.json'.length)))
    .map((name) => ({
      file: `${WORKSPACE_RELEASES_DIR}/${name}`,
      message: 'the file name is not a release',
      expected: 'a file name such as 3.40.0.json or 3.40.0-ours.1.json',
      fix: 'name the file after the "release" in it, or move it elsewhere',
    }));
  if (problems.length > 0) throw new InputError(problems);
  return files.map((name) => name.slice(0, -'.json'.length)).sort();
}

function listFolder(dir: string): string[] {
  try {
    return readdirSync(dir).sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    throw new InputError([
      {
        file: WORKSPACE_RELEASES_DIR,
        message: code === 'ENOTDIR' ? 'this is not a folder' : "the folder can't be listed",
        expected: 'a folder of files named <release>.json',
        found: String(code ?? error),
      },
    ]);
  }
}

/** A full semantic version, which can't hide a path. */
function isRelease(name: string): boolean {
  return semver.valid(name) === name;
}

/** Nobody lets releases extend each other so often. */
const MAX_CHAIN = 32;

function tooLong([first = '', ...others]: readonly string[]): InputError {
  return new InputError([
    {
      file: `${WORKSPACE_RELEASES_DIR}/${first}.json`,
      message: 'the release extends another one, which extends another one, and so on',
      expected: `at most ${MAX_CHAIN} releases in a row`,
      found: [first, ...others.slice(0, 2), '…'].join(' -> '),
      fix: 'let it extend a release of the catalog, or make it complete',
    },
  ]);
}

/** Reads a file and, if it extends another release, fills in the values of that one. */
function readComplete(
  from: Source,
  release: string,
  extendedBy: readonly string[],
): { file: ReleaseFile; source: string } {
  const source = `${WORKSPACE_RELEASES_DIR}/${release}.json`;
  const { workspaceDir, texts, names } = from;
  if (extendedBy.length === MAX_CHAIN) throw tooLong(extendedBy);
  const text = texts.get(source);
  const json =
    text === undefined
      ? readJsonFile<WrittenRelease>(path.join(workspaceDir, source), source, releaseSchema())
      : parseJsonText<WrittenRelease>(text, source, releaseSchema());
  const { value: written } = json;
  const refuse = (key: keyof WrittenRelease, problem: Omit<Problem, 'file' | 'position'>): never => {
    throw new InputError([{ file: source, position: json.positionOf([key]), ...problem }]);
  };

  if (written.release !== release) {
    refuse('release', {
      message: 'the file is not named after its release',
      expected: `"${release}"`,
      found: `"${written.release}"`,
      fix: `change "release", or name the file ${written.release}.json`,
    });
  }
  const base = written.extends;
  if (base === undefined) return { file: checked(written as ReleaseFile, json, source), source };

  const chain = [...extendedBy, release];
  // A file may extend the shipped release of its own name; anything else that leads back to it is a circle.
  const baseIsFile = base !== release && names.includes(base);
  if (baseIsFile && chain.includes(base)) {
    refuse('extends', {
      message: 'the releases extend each other in a circle',
      found: [...chain, base].join(' -> '),
      fix: 'let one of them extend a release of the catalog, or be complete',
    });
  }
  const baseFile = baseIsFile ? readComplete(from, base, chain).file : toOptionalFile(loadShipped(base));
  if (baseFile === undefined) {
    const known = sortReleases([...shippedSummaries().map((shipped) => shipped.version), ...names]);
    const resolution = resolveRelease(
      base,
      known.filter((name) => name !== release),
    );
    const nearest = resolution.unknown === undefined ? [resolution.release] : resolution.nearest;
    return refuse('extends', {
      message: 'the release extends an unknown release',
      expected: `a full release, such as ${nearest.join(', ')}`,
      found: `"${base}"`,
      fix: `"extends": "${nearest[0]}"`,
    });
  }
  return { file: checked(extend(baseFile, written), json, source), source };
}

/** The base, overridden by what the file writes: modules by path, everything else as a whole. */
function extend(base: ReleaseFile, own: WrittenRelease): ReleaseFile {
  const modules = new Map([...base.modules, ...(own.modules ?? [])].map((module) => [module.path, module]));
  const versionOf = (modulePath: string) => modules.get(modulePath)?.version;
  // Fingerprints of another Go or of other modules would be wrong.
  const measuredAlike =
    own.go === undefined && own.modules === undefined && own.patchedPackages === undefined;
  return {
    ...base,
    tag: `v${own.release}`,
    variant: variantOf(own.release),
    nakamaCommon: versionOf(NAKAMA_COMMON) ?? base.nakamaCommon,
    protobuf: versionOf(PROTOBUF) ?? base.protobuf,
    ...(!measuredAlike && { fingerprints: {} }),
    ...own,
    modules: [...modules.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

/** What the schema can't say: values that must agree with each other. */
function checked(file: ReleaseFile, json: JsonFile<WrittenRelease>, source: string): ReleaseFile {
  const problems = new ProblemList();
  const add = (at: readonly (string | number)[], problem: Omit<Problem, 'file' | 'position'>) =>
    problems.add(() => ({ file: source, position: json.positionOf(at), ...problem }));

  const written = json.value.modules ?? [];
  const seen = new Set<string>();
  written.forEach((module, i) => {
    if (seen.has(module.path)) {
      add(['modules', i, 'path'], {
        message: `the module ${module.path} is listed twice`,
        fix: 'delete one',
      });
    }
    seen.add(module.path);
    for (const key of ['vendoredPackages', 'linkedPackages'] as const) {
      module[key].forEach((name, k) => {
        if (isInModule(name, module.path)) return;
        add(['modules', i, key, k], {
          message: `the package ${name} does not belong to its module`,
          expected: `a path that begins with ${module.path}`,
        });
      });
    }
    const vendored = new Set(module.vendoredPackages);
    module.linkedPackages.forEach((name, k) => {
      if (vendored.has(name)) return;
      add(['modules', i, 'linkedPackages', k], {
        message: `the package ${name} is linked, but not vendored`,
        fix: 'add it to "vendoredPackages"',
      });
    });
  });
  const versions = new Set(file.modules.map((module) => `${module.path}@${module.version}`));
  for (const key of Object.keys(json.value.publishedFiles ?? {})) {
    if (versions.has(key)) continue;
    add(['publishedFiles', key], {
      message: `"publishedFiles" has ${key}, which is in no "modules"`,
      fix: 'delete it, or write the version that the server has',
    });
  }
  for (const [key, modulePath] of [
    ['nakamaCommon', NAKAMA_COMMON],
    ['protobuf', PROTOBUF],
  ] as const) {
    const module = file.modules.find((candidate) => candidate.path === modulePath);
    if (module?.version === file[key]) continue;
    add([key], {
      message: `"${key}" and "modules" disagree`,
      expected: module ? `"${module.version}", as in "modules"` : `a module ${modulePath} in "modules"`,
      found: `"${file[key]}"`,
    });
  }
  problems.throwIfAny();
  return file;
}

function toOptionalFile(release: Release | undefined): ReleaseFile | undefined {
  return release && toReleaseFile(release);
}

/** A release file's values, ready for look-ups. */
export function toRelease({ file, source }: { file: ReleaseFile; source: string }): Release {
  const { modules, patchedPackages, linkedPackagesFrom, standardPackages, fingerprints } = file;
  const imports = new Map(Object.entries(file.imports));
  return createRelease({
    summary: summaryOf(
      { ...file, variant: file.variant ?? variantOf(file.release) },
      { measuredPlatforms: Object.keys(fingerprints).sort(), source },
    ),
    modules: modules.map((module) => ({ ...module, sums: module.sums ?? {} })),
    loadImports: ({ linkedPackages }) =>
      new Map(linkedPackages.map((name) => [name, imports.get(name) ?? []])),
    patchedPackages,
    linkedPackagesFrom,
    scaffoldSums: file.scaffoldSums ?? [],
    origins: file.origins,
    publishedFiles: file.publishedFiles,
    loadStandardPackages: () => standardPackages ?? [],
    loadFingerprints: (platform) => new Map(Object.entries(fingerprints[platform] ?? {})),
  });
}

let schema: object | undefined;

function releaseSchema(): object {
  schema ??= packageJson<object>('schema/release.schema.json');
  return schema;
}
