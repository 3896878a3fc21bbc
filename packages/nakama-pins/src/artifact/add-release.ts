import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import * as semver from 'semver';
import { InputError } from '../input/problem';
import { writeFiles } from '../input/write-file';
import { openCatalog } from '../releases/catalog';
import { toReleaseFile } from '../releases/release-file';
import type { Platform } from '../releases/release-model';
import { openWorkspaceReleases, WORKSPACE_RELEASES_DIR } from '../releases/workspace-releases';
import { mergeReleaseFiles } from './merge-release';
import { readArtifact } from './read-artifact';
import { ownVersion, platformOf, releaseFromServer } from './server-release';

export interface AddReleaseOptions {
  /** The server's program, absolute, and what messages call it. */
  readonly program: string;
  readonly displayPath: string;
  /** Absolute; the file is written to `nakama-releases/` in it. */
  readonly workspaceDir: string;
  /** `3.40.1-ours.1`; without it the version that the program carries. */
  readonly name?: string;
}

export interface AddedRelease {
  readonly release: string;
  /** Relative to the workspace. */
  readonly file: string;
  readonly platform: Platform;
  readonly go: string;
  readonly modules: number;
  readonly packages: number;
  /** The release of the catalog that answered what the program does not hold. */
  readonly base: string;
  /** Linked packages whose imports are not known: proof `declared` does not see what they lead to. */
  readonly unknownImports: readonly string[];
  readonly patchedPackages: readonly string[];
}

/**
 * Reads a server's program and writes `nakama-releases/<release>.json`, or adds its platform to the one that is there.
 *
 * @throws InputError if the program is not a server, has no name, or contradicts the file
 */
export function addRelease(options: AddReleaseOptions): AddedRelease {
  const { program, displayPath, workspaceDir } = options;
  const server = readArtifact(program, displayPath);
  const catalog = openCatalog();
  const known = catalog.list().map(({ version }) => catalog.load(version));
  const name = requireName(options.name ?? ownVersion(server), displayPath);
  const { file: added, base, unknownImports } = releaseFromServer(server, { name, known });
  const source = `${WORKSPACE_RELEASES_DIR}/${name}.json`;
  const existing = openWorkspaceReleases(workspaceDir).load(name);
  const file = existing ? mergeReleaseFiles(toReleaseFile(existing), added, source) : added;
  mkdirSync(join(workspaceDir, WORKSPACE_RELEASES_DIR), { recursive: true });
  const text = `${JSON.stringify(file, null, 2)}\n`;
  writeFiles([{ absPath: join(workspaceDir, source), displayPath: source, text }]);
  const platform = platformOf(server);
  return {
    release: name,
    file: source,
    platform,
    go: file.go,
    modules: file.modules.length,
    packages: Object.keys(added.fingerprints[platform] ?? {}).length,
    base,
    unknownImports,
    patchedPackages: file.patchedPackages,
  };
}

function requireName(name: string | undefined, displayPath: string): string {
  const plain = name?.replace(/^v(?=\d)/, '');
  if (plain !== undefined && semver.valid(plain) === plain) return plain;
  throw new InputError([
    {
      file: name === undefined ? displayPath : '--name',
      message:
        name === undefined
          ? 'the program does not say which version it is'
          : 'this is not a valid name for a release',
      expected: 'a version such as 3.40.0 or 3.40.1-ours.1',
      ...(name !== undefined && { found: name.slice(0, 80) }),
      fix: 'name it: --name 3.40.1-ours.1',
    },
  ]);
}
