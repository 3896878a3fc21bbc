import { resolve } from 'node:path';
import { type AddedRelease, addRelease, type AddReleaseOptions } from '../adding/add-release';
import { few } from '../findings/wording/lists';
import { Tools } from '../toolchain/tools';
import { columns } from './columns';
import { fetchProgress } from './fetch-progress';

export interface ReleasesAddOptions {
  readonly root: string;
  readonly name?: string;
  readonly from?: AddReleaseOptions['from'];
  readonly platform?: readonly string[];
  readonly insecure?: readonly string[];
  readonly program?: string;
  readonly image?: string;
}

/** Reads the release and writes its file. */
export async function runReleasesAdd(what: string, options: ReleasesAddOptions): Promise<AddedRelease> {
  const root = resolve(options.root);
  const progress = fetchProgress();
  try {
    return await addRelease(
      {
        what,
        cwd: process.cwd(),
        workspaceDir: root,
        name: options.name,
        from: options.from,
        platforms: options.platform,
        insecure: options.insecure,
        program: options.program,
        image: options.image,
      },
      new Tools({ root, env: process.env, onProgress: progress.onProgress }),
    );
  } finally {
    progress.stop();
  }
}

/** `nakama-pins releases add 3.42.0` */
export function addedText(added: AddedRelease): string {
  const { release, file, platforms, go, modules, packages, base, unknownImports, patchedPackages } = added;
  const origins = [...new Set(Object.values(added.origins).map(originText))];
  return [
    `${file}\n`,
    columns(
      [
        ['release', release],
        ['read from', origins.length === 0 ? 'its source alone' : origins.join('; ')],
        ['platforms', platforms.join(' ') || 'none: there are no fingerprints'],
        ['Go', go],
        ['modules', String(modules)],
        ['fingerprints', packages === 0 ? 'not measured' : `${packages} packages`],
        ['patched', patchedPackages.length === 0 ? 'no package' : few(patchedPackages)],
        ['most alike', base],
        ...(unknownImports.length === 0
          ? []
          : [
              [
                'imports',
                `not known of ${few(unknownImports)}: judge with --proof compiled or check-artifact what links them`,
              ],
            ]),
        ...added.notes.map((note) => ['note', note]),
      ],
      '  ',
    ),
  ].join('');
}

function originText({ kind, name, digest }: AddedRelease['origins'][string]): string {
  return kind === 'module' ? `the Go module ${name}` : `${name}${digest === undefined ? '' : `, ${digest}`}`;
}
