import { byKey } from '../input/by-key';
import type { ReleaseModule } from '../releases/release-model';
import type { LinkEvidence } from './evidence';
import type { Selection } from './selection';

/** A module of the release of which the plugin links packages, or may do so. */
export interface SharedModule {
  readonly module: ReleaseModule;
  /** Undefined if no committed file names the module. */
  readonly selection?: Selection;
  /** Without a selection: a listed module whose path is a prefix, which may have the package in the plugin's build. */
  readonly parent?: Selection;
  readonly evidence: LinkEvidence;
  /** False if the imports reach the module through a package at another version than the server's. */
  readonly certain: boolean;
  /** The plugin's own source imports a package of the module. */
  readonly direct: boolean;
  /** Linked packages of the module that the plugin is known to link. */
  readonly packages: readonly string[];
}

/** The shared module of a path. */
export const sharedOf = byKey(({ module }: SharedModule) => module.path);
