import type { ModuleReport } from '../findings/finding';

export interface VerifierOptions {
  /** Workspace root: locations are relative to it, and nakama.json is looked for no higher. Absolute. */
  readonly root: string;
  /** Overrides every nakama.json: a version, `latest`, `3.40`. */
  readonly release?: string;
}

export interface VerifyModuleOptions {
  /** Folders (relative to the root) of other plugins with this one's import path of the main package. */
  readonly samePath?: readonly string[];
}

/** Judges plugin modules with proof `declared`; what modules share (catalog, go.work, compose files) is read once. */
export interface Verifier {
  /**
   * @param dir module folder, relative to the root, with `/` separators
   * @throws InputError where a file can't be read as what it claims to be
   */
  verify(dir: string, options?: VerifyModuleOptions): ModuleReport;
}
