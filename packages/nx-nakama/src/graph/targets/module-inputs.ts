import { posix } from 'node:path';
import type { TargetConfiguration } from '@nx/devkit';
import { NAKAMA_JSON } from 'nakama-pins/detect';
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

/**
 * Of a module everything but its tests: besides Go files, go.mod, go.sum, vendor/ and nakama-imports.json a compilation reads
 * C, assembly, and whatever is embedded (`//go:embed`).
 */
const SOURCE_FILES = ['**/*', '!**/*_test.go'];

/** Where golangci-lint looks for its settings: in the folder and those above it. */
const LINTER_FILES = ['.golangci.y*ml', '.golangci.toml', '.golangci.json'];

const ADDED_RELEASES = '{workspaceRoot}/nakama-releases/**/*.json';

type Inputs = NonNullable<TargetConfiguration['inputs']>;

/**
 * What else changes the bytes of C code: the compiler that the environment names, and its flags. All else that go would
 * take from there (GOFLAGS, GOWORK, GOEXPERIMENT) is set by us.
 */
export const C_COMPILER_INPUTS: Inputs = [
  'CC',
  'CXX',
  'CGO_CFLAGS',
  'CGO_CPPFLAGS',
  'CGO_CXXFLAGS',
  'CGO_LDFLAGS',
].map((env) => ({ env }));

/**
 * All that a verdict rests on, as file inputs: Nx selects affected tasks by files alone. They suffice for proof
 * `compiled`, too: nakama.json's release names the exact Go, go.sum the very dependencies, and what the environment
 * might add (GOFLAGS, GOWORK, GOEXPERIMENT) is set by us. Equal for plugins that share their folders: Nx then hashes
 * those once.
 */
export function verdictInputs(module: NakamaModule): string[] {
  const { dir, detection, samePath, rivals } = module;
  // A library is in no image by itself.
  const images = detection.kind === 'plugin' ? [...filesAbove(dir, IMAGE_FILES), ...TOOL_FILES] : [];
  return unique([
    ...projectFiles(SOURCE_FILES),
    ...filesAbove(dir, [NAKAMA_JSON]),
    ...(module.isReleaseInImages ? WHOLE_REPOSITORY : images),
    ADDED_RELEASES,
    ...goWorkInputs(detection.goWork),
    ...libraryInputs(detection),
    ...samePath.flatMap((twin) => settingsOf(twin)),
    ...rivalsInputs({ rivals }),
  ]);
}

/** What is compiled, and by which Go. */
export function sourceInputs(module: NakamaModule): string[] {
  return compilationInputs(module, SOURCE_FILES);
}

/** The same with the module's tests and whatever they read. */
export function testInputs(module: NakamaModule): string[] {
  return compilationInputs(module, ['**/*']);
}

/** The same with the linter's settings. */
export function lintInputs(module: NakamaModule): string[] {
  return compilationInputs(module, ['**/*'], LINTER_FILES);
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
  { dir, detection, isReleaseInImages }: NakamaModule,
  own: readonly string[],
  above: readonly string[] = [],
): string[] {
  const shared = [NAKAMA_JSON, ...above];
  return unique([
    ...projectFiles(own),
    ...filesAbove(dir, shared),
    ...releaseImageInputs({ isReleaseInImages }),
    ADDED_RELEASES,
    ...libraryInputs(detection),
  ]);
}

function projectFiles(files: readonly string[]): string[] {
  return files.map((file) => inFolder('{projectRoot}', file));
}

function filesAbove(dir: string, files: readonly string[]): string[] {
  return ancestors(dir).flatMap((folder) => files.map((file) => workspaceFile(folder, file)));
}

/** Local libraries are compiled with the module that uses them. */
function libraryInputs({ localModules }: Pick<NakamaModule['detection'], 'localModules'>): string[] {
  return localModules
    .filter(isInside)
    .flatMap((folder) => SOURCE_FILES.map((file) => workspaceFile(folder, file)));
}

/** The plugins that the module may not be opened with: what they link is compared with what this one does. */
export function rivalsInputs({ rivals }: Pick<NakamaModule, 'rivals'>): string[] {
  return rivals.flatMap((rival) => rivalInputs(rival));
}

function rivalInputs({ dir, localModules }: NakamaModule['rivals'][number]): string[] {
  return [...settingsOf(dir), ...libraryInputs({ localModules: [dir, ...localModules] })];
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

/** Nx takes no file outside the workspace as an input. */
function isInside(path: string): boolean {
  return path !== '..' && !path.startsWith('../') && !posix.isAbsolute(path);
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
