import { InputError, openCatalog } from 'nakama-pins';
import { type ReleaseInUse, releasesInUse, type UnnamedRelease } from 'nakama-pins/scaffold';

/** The release that a workspace is prepared for. */
export type AdoptedRelease =
  /** `by`: what names it; nothing does in a workspace without plugins. */
  | { readonly kind: 'one'; readonly release: string; readonly by?: string }
  /** Plugins of different releases: each keeps the one that is named for it. */
  | { readonly kind: 'several'; readonly named: readonly ReleaseInUse[] }
  /** Only whoever knows the server can say. */
  | { readonly kind: 'open'; readonly candidates: readonly string[]; readonly unnamed: UnnamedRelease };

/**
 * The release of a workspace that has no nakama.json yet: the one that its images name, else the only one that has the
 * nakama-common of its plugins; the newest where there is neither plugin nor image. It is never guessed.
 *
 * @param root the workspace root, absolute
 * @throws InputError if a file under `nakama-releases/` can't be read as a release
 */
export function adoptedRelease(root: string): AdoptedRelease {
  const { named, unnamed } = releasesInUse(root);
  const [only, ...others] = named;
  if (only) return others.length > 0 ? { kind: 'several', named } : { kind: 'one', ...only };
  const [first] = unnamed;
  if (!first) return { kind: 'one', release: openCatalog({ workspaceDir: root }).get('latest').version };
  const shared = first.candidates.filter((release) =>
    unnamed.every(({ candidates }) => candidates.includes(release)),
  );
  const [release, ...more] = shared;
  if (release !== undefined && more.length === 0)
    return { kind: 'one', release, by: `the nakama-common of ${first.dir}` };
  const candidates = shared.length > 0 ? shared : [...new Set(unnamed.flatMap((one) => one.candidates))];
  return { kind: 'open', candidates, unnamed: first };
}

/**
 * What is said where nobody can be asked.
 *
 * @param command to which `--release=…` is added
 */
export function openRelease(
  { candidates, unnamed }: Extract<AdoptedRelease, { kind: 'open' }>,
  command: string,
): InputError {
  const { file, line, column, message, fix } = unnamed;
  const [first] = candidates;
  return new InputError([
    {
      file,
      position: { line, column },
      message,
      ...(first !== undefined && { expected: `the release of your server: ${candidates.join(' or ')}` }),
      fix: first === undefined ? fix : `${command} --release=${first}`,
    },
  ]);
}
