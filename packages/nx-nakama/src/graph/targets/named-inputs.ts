import type { TargetConfiguration } from '@nx/devkit';
import { isIn, isInside, type ModuleReach, NAKAMA_JSON } from 'nakama-pins/detect';
import type { NakamaModule } from '../nakama-modules';
import { filesAbove, unique, workspaceFile } from './file-patterns';
import { IMAGE_FILES, TOOL_FILES, WHOLE_REPOSITORY } from './image-files';
import { cCompilerInputs } from './tool-inputs';

type Inputs = NonNullable<TargetConfiguration['inputs']>;

export const SETTINGS: readonly string[] = [NAKAMA_JSON];

const ADDED_RELEASES = '{workspaceRoot}/nakama-releases/**/*.json';

/** Besides Go files, go.mod, go.sum, vendor/ and nakama-imports.json a compilation reads C, assembly, and what is embedded. */
export const ALL_FILES = ['**/*'];

export const NO_TESTS = ['!**/*_test.go'];

/**
 * Named inputs of a project, which its targets share: Nx merges, notes the source of, and keeps each entry of each list of
 * each target, so that lists written out cost a thousand projects more than all the rest.
 */
export const NAMED = {
  /** What names the release, and with it the exact Go. */
  release: 'nakamaRelease',
  /** Images and build commands that are judged beside the plugin. */
  images: 'nakamaImages',
  /** Local modules, and whatever else of other folders is compiled. */
  libraries: 'nakamaLibraries',
  /** The C compiler of this computer. */
  compiler: 'nakamaCompiler',
} as const;

/** The named inputs of a module's project, of which every target may be made. */
export function namedInputs(module: NakamaModule, root: string): Record<string, Inputs> {
  const { dir, detection, isReleaseInImages, reach, unseen } = module;
  return {
    [NAMED.release]: namedReleaseInputs(dir, isReleaseInImages),
    ...(detection.kind === 'plugin' && {
      [NAMED.images]: isReleaseInImages ? [] : [...filesAbove(dir, IMAGE_FILES), ...TOOL_FILES],
    }),
    [NAMED.libraries]: unique([
      ...libraryInputs([...detection.localModules, ...unseen.linked], reach.embeds),
      ...otherReads(module),
    ]),
    [NAMED.compiler]: cCompilerInputs(root),
  };
}

/** What names the release of a folder. */
export function namedReleaseInputs(dir: string, isReleaseInImages: boolean): Inputs {
  return [...filesAbove(dir, SETTINGS), ...(isReleaseInImages ? WHOLE_REPOSITORY : []), ADDED_RELEASES];
}

/** Local libraries are compiled with the module that uses them. */
export function libraryInputs(localModules: readonly string[], embeds: ModuleReach['embeds'] = []): string[] {
  return localModules.filter(isInside).flatMap((folder) => {
    const isEmbedding = embeds.some((embed) => isIn(embed.folder, folder));
    return [...ALL_FILES, ...(isEmbedding ? [] : NO_TESTS)].map((file) => workspaceFile(folder, file));
  });
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
