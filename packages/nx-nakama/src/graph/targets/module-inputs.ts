import { isIn, isInside, mayEmbed, type ModuleReach, NAKAMA_JSON } from 'nakama-pins/detect';
import type { NakamaModule } from '../nakama-modules';
import { filesAbove, inFolder, unique, workspaceFile } from './file-patterns';
import { ALL_FILES, libraryInputs, NAMED, NO_TESTS, SETTINGS } from './named-inputs';

/** What a verdict rests on only if it is embedded: tests, words for people, what `./...` passes over. */
const NOT_JUDGED = [...NO_TESTS, '!**/*.md', '!**/testdata/**/*'];

/** What go vet does not read; of files for Windows it does: whether their build constraints stand where they count. */
const NOT_VETTED = ['!**/*.md', '!**/testdata/**/*', '!**/*[Dd]ockerfile*'];

/** No server of plugins is compiled from these. */
const NOT_BUILT = [
  ...NO_TESTS,
  ...NOT_VETTED,
  '!**/*_windows.go',
  // With a processor; any other word after the system makes the file one for all systems.
  '!**/*_windows_386.go',
  '!**/*_windows_amd64.go',
  '!**/*_windows_arm.go',
  '!**/*_windows_arm64.go',
];

/** Where golangci-lint looks for its settings: in the folder and those above it. */
const LINTER_FILES = ['.golangci.y*ml', '.golangci.toml', '.golangci.json'];

/**
 * All that a verdict rests on, as file inputs: Nx selects affected tasks by files alone. They suffice for proof
 * `compiled`, too: nakama.json's release names the exact Go, go.sum the very dependencies, and what the environment
 * might add (GOFLAGS, GOWORK, GOEXPERIMENT) is set by us. Equal for plugins that share their folders: Nx then hashes
 * those once.
 */
export function verdictInputs(module: NakamaModule): string[] {
  const { detection, samePath, rivals } = module;
  return unique([
    ...ownFiles(module, NOT_JUDGED),
    NAMED.release,
    // A library is in no image by itself.
    ...(detection.kind === 'plugin' ? [NAMED.images] : []),
    NAMED.libraries,
    ...goWorkInputs(detection.goWork),
    ...samePath.flatMap((twin) => settingsOf(twin)),
    ...rivalsInputs({ rivals }),
  ]);
}

/** What is compiled, and by which Go. */
export function sourceInputs(module: NakamaModule): string[] {
  return [...ownFiles(module, NOT_BUILT), ...COMPILED_WITH];
}

/** The same with the module's tests and whatever they read. */
export function testInputs(module: NakamaModule): string[] {
  return [...ownFiles(module, []), ...COMPILED_WITH];
}

/** The same with the linter's settings. */
export function lintInputs(module: NakamaModule): string[] {
  return [...ownFiles(module, NOT_VETTED), ...COMPILED_WITH, ...filesAbove(module.dir, LINTER_FILES)];
}

const COMPILED_WITH = [NAMED.release, NAMED.libraries, NAMED.compiler];

/** The files that name the release of a module, its own nakama.json among them. */
export function releaseInputs(): string[] {
  return [`{projectRoot}/${NAKAMA_JSON}`, NAMED.release];
}

/** The plugins that plugins open: they are compared with the server beside these. */
export function openedInputs(opens: readonly string[]): string[] {
  return opens.filter(isInside).map((file) => workspaceFile('.', file));
}

/** What names the release of any module. */
export const ALL_SETTINGS: readonly string[] = [`{workspaceRoot}/**/${NAKAMA_JSON}`, NAMED.release];

/**
 * The module's files, also those in folders that Nx gives to other projects: `{projectRoot}` does not have these.
 *
 * @param unread patterns with `!`; they count only where nothing is embedded, since anything may be
 */
function ownFiles({ reach, nestedProjects }: NakamaModule, unread: readonly string[]): readonly string[] {
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
  return [...filesAbove(dir, SETTINGS), workspaceFile(dir, NAKAMA_JSON)];
}
