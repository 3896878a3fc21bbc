import { posix } from 'node:path';
import { isInside, mayEmbed, type ModuleReach, NAKAMA_JSON } from 'nakama-pins/detect';
import type { NakamaModule } from '../nakama-modules';

/**
 * Files that a folder may hold for all plugins below it: images, the values of their variables, and build commands.
 * Wider than what is read, and without alternatives in braces, which Nx 22 takes apart at the comma.
 */
const IMAGE_FILES = [
  '*[Dd]ockerfile*',
  '*[Cc]ontainerfile*',
  '*compose*.y*ml',
  '.env',
  '*[Mm]akefile',
  '*.mk',
  '*[Jj]ustfile',
  '[Tt]askfile*.y*ml',
  '*.sh',
  '*.bat',
  '*.cmd',
  '*.ps1',
];

/** Folders at the root with deployments, workflows and scripts of all plugins; `nakama-pins` reads the same. */
const TOOL_FILES = [
  '.gitlab-ci.yml',
  '.devcontainer/**/*',
  '.github/workflows/*',
  'deploy*/**/*',
  'docker*/**/*',
  'infra*/**/*',
  'k8s/**/*',
  'scripts/**/*',
].map((file) => `{workspaceRoot}/${file}`);

/**
 * Where no nakama.json names a release, the whole repository may: by images in any file, and for a library by the
 * plugins that use it.
 */
const WHOLE_REPOSITORY = [
  ...IMAGE_FILES.map((file) => `**/${file}`),
  '**/*.y*ml',
  '**/*.bash',
  '**/*.just',
  '**/*.tf',
  '**/*.hcl',
  '**/*.nomad',
  '**/fly*.toml',
  '**/*devcontainer.json',
  '**/go.mod',
  '**/.gitignore',
  '**/nakama.json',
].map((file) => `{workspaceRoot}/${file}`);

/** Besides Go files, go.mod, go.sum, vendor/ and nakama-imports.json a compilation reads C, assembly, and what is embedded. */
const ALL_FILES = ['**/*'];

const NO_TESTS = ['!**/*_test.go'];

/** What a verdict rests on only if it is embedded: tests, words for people, what `./...` passes over. */
const NOT_JUDGED = [...NO_TESTS, '!**/*.md', '!**/testdata/**/*'];

/** What go vet reads no more: files that no server of plugins is compiled from. */
const NOT_VETTED = [
  '!**/*.md',
  '!**/testdata/**/*',
  '!**/*[Dd]ockerfile*',
  '!**/*_windows.go',
  '!**/*_windows_*.go',
];

const NOT_BUILT = [...NO_TESTS, ...NOT_VETTED];

/** Where golangci-lint looks for its settings: in the folder and those above it. */
const LINTER_FILES = ['.golangci.y*ml', '.golangci.toml', '.golangci.json'];

const ADDED_RELEASES = '{workspaceRoot}/nakama-releases/**/*.json';

/**
 * All that a verdict rests on, as file inputs: Nx selects affected tasks by files alone. They suffice for proof
 * `compiled`, too: nakama.json's release names the exact Go, go.sum the very dependencies, and what the environment
 * might add (GOFLAGS, GOWORK, GOEXPERIMENT) is set by us. Equal for plugins that share their folders: Nx then hashes
 * those once.
 */
export function verdictInputs(module: NakamaModule): string[] {
  const { dir, detection, samePath, rivals, reach, unseen } = module;
  // A library is in no image by itself.
  const images = detection.kind === 'plugin' ? [...filesAbove(dir, IMAGE_FILES), ...TOOL_FILES] : [];
  return unique([
    ...ownFiles(module, NOT_JUDGED),
    ...filesAbove(dir, [NAKAMA_JSON]),
    ...(module.isReleaseInImages ? WHOLE_REPOSITORY : images),
    ADDED_RELEASES,
    ...goWorkInputs(detection.goWork),
    ...libraryInputs([...detection.localModules, ...unseen.linked], reach.embeds),
    ...otherReads(module),
    ...samePath.flatMap((twin) => settingsOf(twin)),
    ...rivalsInputs({ rivals }),
  ]);
}

/** What is compiled, and by which Go. */
export function sourceInputs(module: NakamaModule): string[] {
  return compilationInputs(module, NOT_BUILT);
}

/** The same with the module's tests and whatever they read. */
export function testInputs(module: NakamaModule): string[] {
  return compilationInputs(module, []);
}

/** The same with the linter's settings. */
export function lintInputs(module: NakamaModule): string[] {
  return compilationInputs(module, NOT_VETTED, LINTER_FILES);
}

/** The files that name the release of a module. */
export function releaseInputs(dir: string): string[] {
  return [...settingsOf(dir), ADDED_RELEASES];
}

/** The images that name the release of a module which no nakama.json names one for; none for the others. */
export function releaseImageInputs({
  isReleaseInImages,
}: Pick<NakamaModule, 'isReleaseInImages'>): readonly string[] {
  return isReleaseInImages ? WHOLE_REPOSITORY : [];
}

/** The plugins that plugins open: they are compared with the server beside these. */
export function openedInputs(opens: readonly string[]): string[] {
  return opens.filter(isInside).map((file) => workspaceFile('.', file));
}

/** The nakama.json files and releases that name the release of any module. */
export const ALL_SETTINGS: readonly string[] = [`{workspaceRoot}/**/${NAKAMA_JSON}`, ADDED_RELEASES];

/** The module's own files, those that name its release, and others of the folders above it. */
function compilationInputs(
  module: NakamaModule,
  unread: readonly string[],
  above: readonly string[] = [],
): string[] {
  const { dir, detection, isReleaseInImages, reach, unseen } = module;
  const shared = [NAKAMA_JSON, ...above];
  return unique([
    ...ownFiles(module, unread),
    ...filesAbove(dir, shared),
    ...releaseImageInputs({ isReleaseInImages }),
    ADDED_RELEASES,
    ...libraryInputs([...detection.localModules, ...unseen.linked], reach.embeds),
    ...otherReads(module),
  ]);
}

/**
 * The module's files, also those in folders that Nx gives to other projects: `{projectRoot}` does not have these.
 *
 * @param unread patterns with `!`; they count only where nothing is embedded, since anything may be
 */
function ownFiles({ reach, nestedProjects }: NakamaModule, unread: readonly string[]): string[] {
  const files = [...ALL_FILES, ...(reach.embeds.length > 0 ? [] : unread)];
  const nested = nestedProjects.filter((folder) => isReached(folder, reach));
  return [
    ...files.map((file) => inFolder('{projectRoot}', file)),
    ...nested.flatMap((folder) => files.map((file) => workspaceFile(folder, file))),
  ];
}

/** Whether packages of a module, or files that it embeds, lie in a folder. */
function isReached(folder: string, { folders, embeds }: ModuleReach): boolean {
  if (folders.some((reached) => isIn(reached, folder))) return true;
  return embeds.some((embed) => mayEmbed(embed, folder));
}

/**
 * What lies in other folders: packages of modules that only go.work uses, C headers and libraries. Whether one of these
 * is a file or a folder, only the disk knows.
 */
function otherReads({ dir, reach, unseen, detection: { localModules } }: NakamaModule): string[] {
  const known = [dir, ...localModules, ...unseen.linked];
  const isOther = (path: string): boolean => isInside(path) && !known.some((folder) => isIn(path, folder));
  return [
    ...reach.folders.filter(isOther).map((folder) => workspaceFile(folder, '*')),
    ...reach.reads.filter(isOther).flatMap((path) => [workspaceFile('.', path), workspaceFile(path, '**/*')]),
  ];
}

function isIn(path: string, folder: string): boolean {
  return folder === '.' || path === folder || path.startsWith(`${folder}/`);
}

function filesAbove(dir: string, files: readonly string[]): string[] {
  return ancestors(dir).flatMap((folder) => files.map((file) => workspaceFile(folder, file)));
}

/** Local libraries are compiled with the module that uses them. */
function libraryInputs(localModules: readonly string[], embeds: ModuleReach['embeds'] = []): string[] {
  return localModules.filter(isInside).flatMap((folder) => {
    const isEmbedding = embeds.some((embed) => isIn(embed.folder, folder));
    return [...ALL_FILES, ...(isEmbedding ? [] : NO_TESTS)].map((file) => workspaceFile(folder, file));
  });
}

/** The plugins that the module may not be opened with: what they link is compared with what this one does. */
export function rivalsInputs({ rivals }: Pick<NakamaModule, 'rivals'>): string[] {
  return rivals.flatMap((rival) => rivalInputs(rival));
}

function rivalInputs({ dir, localModules }: NakamaModule['rivals'][number]): string[] {
  return [...settingsOf(dir), ...libraryInputs([dir, ...localModules])];
}

/** go.work can lift the versions that a plugin gets to those of any module it uses. */
function goWorkInputs(goWork: NakamaModule['detection']['goWork']): string[] {
  if (!goWork || !isInside(goWork.file)) return [];
  const used = goWork.uses.filter(isInside).map((folder) => workspaceFile(folder, 'go.mod'));
  return [workspaceFile('.', goWork.file), ...used];
}

/** nakama.json of a folder and those above it. */
function settingsOf(dir: string): string[] {
  return [...ancestors(dir), dir].map((folder) => workspaceFile(folder, NAKAMA_JSON));
}

/** Folders above `dir`, the root first; none for the root itself. */
function ancestors(dir: string): string[] {
  if (dir === '.') return [];
  const parent = posix.dirname(dir);
  return [...ancestors(parent), parent];
}

function workspaceFile(folder: string, file: string): string {
  return inFolder(folder === '.' ? '{workspaceRoot}' : `{workspaceRoot}/${folder}`, file);
}

/** `!` stands before the whole. */
function inFolder(folder: string, file: string): string {
  return file.startsWith('!') ? `!${folder}/${file.slice(1)}` : `${folder}/${file}`;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
