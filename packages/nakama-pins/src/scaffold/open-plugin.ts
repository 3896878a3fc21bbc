import { posix } from 'node:path';
import type { Finding } from '../findings/finding';
import { isDockerfileName } from '../images/recognition';
import type { Release } from '../releases/release-model';
import { ModuleOpener } from '../verify/open-module';
import { applyDockerfileEdits, dockerfileEdits } from '../workspace/dockerfile-edits';
import { unseenInImages } from '../workspace/unseen-in-image';

/** What generators ask of a module that is there. */
export interface OpenedPlugin {
  readonly kind: 'plugin' | 'library';
  /** The release that it is judged by; undefined where nothing names one. */
  readonly release: Release | undefined;
  /** Why there is none. */
  readonly unreleased: Finding | undefined;
  /** The file that declares InitModule; undefined if none does, or another package than main. */
  readonly mainFile: string | undefined;
  readonly hasVendor: boolean;
  /** Its Dockerfiles that do not see libraries which it uses. */
  readonly dockerfiles: readonly DockerfileChange[];
  /** Those in its folder of which nobody can tell what they see. */
  readonly unclear: readonly string[];
}

/** A Dockerfile of a plugin, and what makes it see the libraries. */
export interface DockerfileChange {
  readonly file: string;
  /** Folders of the libraries, relative to the workspace root. */
  readonly libraries: readonly string[];
  /** Undefined where a library lies outside of the workspace. */
  readonly after: string | undefined;
  /** The folder that it is built from, relative to the workspace root, and the one that it has to be. */
  readonly context: string;
  readonly wanted: string | undefined;
  /** The compose file that names the folder. */
  readonly namedBy: string | undefined;
}

/**
 * Opens a module as a generator left it.
 *
 * @param texts files (relative to the root) that have another text than on the disk
 * @example
 * const { release, mainFile } = openPlugin(root, 'plugins/arena', new Map());
 * @throws InputError if a file can't be read, or nakama.json names an unknown release
 */
export function openPlugin(root: string, dir: string, texts: ReadonlyMap<string, string>): OpenedPlugin {
  const opener = new ModuleOpener(root, undefined, texts);
  const reader = opener.newReader();
  for (const [file, text] of texts) reader.plan(file, text);
  const module = opener.open(dir, { reader });
  const { facts } = module;
  const main = facts.initModules.find(({ packageName }) => packageName === 'main');
  return {
    kind: facts.kind === 'plugin' && facts.initModules.length > 0 ? 'plugin' : 'library',
    release: module.unreleased ? undefined : module.release,
    unreleased: module.unreleased?.findings[0],
    mainFile: main?.file,
    hasVendor: facts.vendor !== undefined,
    dockerfiles: unseenInImages(facts).map((unseen) => {
      const { file } = unseen.build.command;
      const edits = dockerfileEdits(unseen);
      return {
        file,
        libraries: unseen.libraries.map((library) => library.dir),
        after: edits && applyDockerfileEdits(reader.folders.text(file, Infinity), edits.edits),
        context: unseen.context,
        wanted: edits?.context,
        namedBy: unseen.namedBy?.file,
      };
    }),
    unclear: [
      ...new Set(
        facts.buildCommands
          .map(({ file }) => file)
          .filter((file) => isDockerfileName(posix.basename(file)) && posix.dirname(file) === dir)
          .filter((file) => !facts.imageBuilds.some(({ command }) => command.file === file)),
      ),
    ],
  };
}
