import type { ProjectConfiguration } from '@nx/devkit';
import type { NakamaModule } from './nakama-modules';

/** What `nx show project`, `nx graph` and Nx Console show of a project, and what other tools may read. */
export function projectMetadata({
  detection: { kind, modulePath },
  server: word,
}: NakamaModule): NonNullable<ProjectConfiguration['metadata']> {
  if (kind === 'library')
    return {
      technologies: ['go', 'nakama'],
      description: `Go library module ${modulePath} for Nakama plugins`,
      nakama: { kind },
    };
  const [named = UNNAMED, server] = word.split(':');
  const release = named === UNNAMED ? undefined : named;
  return {
    technologies: ['go', 'nakama'],
    description: [
      `Nakama plugin ${modulePath}`,
      release === undefined ? 'no release is named' : `for release ${release}`,
      ...(server === undefined ? [] : [`of the server ${server}`]),
    ].join(', '),
    nakama: { kind, ...(release !== undefined && { release }), ...(server !== undefined && { server }) },
  };
}

/** The server's word where neither a nakama.json nor an image names a release. */
const UNNAMED = 'unnamed';
