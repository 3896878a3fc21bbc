import type { ProgressEvent } from '../input/progress';
import type { Platform } from '../releases/release-model';
import { Tools } from '../toolchain/tools';
import { readForWorkspace } from './add-release';

/** How a release is read from where it is published. */
export interface PlanReleaseOptions {
  /** The workspace root, absolute. */
  readonly root: string;
  /** What to call it: `3.40.1-ours.1`; without it the version that is named, or that the program carries. */
  readonly name?: string;
  /** Where a version is read: by default its image, and if that can't be had, its Go module. */
  readonly from?: 'image' | 'module';
  /** By default all of the image. */
  readonly platforms?: readonly Platform[];
  /** Where the program is in the image or archive; by default as the image says. */
  readonly program?: string;
  /** Which image of a layout or tar. */
  readonly image?: string;
  /** Registries that are asked without TLS, with their ports. */
  readonly insecure?: readonly string[];
  /** The user's environment: PATH, proxies, caches; that of the process by default. */
  readonly env?: NodeJS.ProcessEnv;
  /** Ends every program that runs, and every download. */
  readonly signal?: AbortSignal;
  /** Called with steps and downloads. */
  readonly onProgress?: (event: ProgressEvent) => void;
}

/** A release that is read, and not written. */
export interface PlannedRelease {
  /** `3.42.0` */
  readonly release: string;
  /** Relative to the workspace root. */
  readonly file: string;
  readonly text: string;
  /** The exact version of Go. */
  readonly go: string;
  /** How many modules the server links. */
  readonly modules: number;
  /** How many packages have a fingerprint, on the platform that has most. */
  readonly packages: number;
  readonly platforms: readonly Platform[];
  /** The images, modules or files that it was read from; none if its source alone was. */
  readonly sources: readonly string[];
  /** Linked packages whose imports are not known. */
  readonly unknownImports: readonly string[];
  /** What was tried and not had, one sentence each. */
  readonly notes: readonly string[];
}

/**
 * Reads a release from where it is published, as `nakama-pins releases add` does, and writes nothing. Nothing of what is
 * downloaded is run.
 *
 * @param what `3.42.0`, `image:registry.example.com/studio/nakama:1.4`, or a path from the root: a program, an archive, an
 * OCI layout, a tar of `docker save`
 * @example
 * const { file, text } = await planRelease('3.42.0', { root: process.cwd() });
 * @throws InputError if it can't be had, is no server, has no name, or contradicts the file that is there; the signal's
 * reason if it was aborted
 */
export async function planRelease(what: string, options: PlanReleaseOptions): Promise<PlannedRelease> {
  const { root, env = process.env, signal, onProgress, ...rest } = options;
  const tools = new Tools({ root, env, signal, onProgress });
  const read = await readForWorkspace({ ...rest, what, cwd: root, workspaceDir: root }, tools);
  const { release, file, text, go, modules, packages, platforms, unknownImports, notes } = read;
  const sources = [...new Set(Object.values(read.origins).map(({ name }) => name))];
  return { release, file, text, go, modules, packages, platforms, sources, unknownImports, notes };
}
