import { relative, resolve, sep } from 'node:path';
import { type AddedRelease, addRelease } from '../artifact/add-release';
import { few } from '../findings/wording/lists';
import { columns } from './columns';

export interface ReleasesAddOptions {
  readonly root: string;
  readonly name?: string;
}

/** Reads the program and writes the release file. */
export function runReleasesAdd(program: string, { root, name }: ReleasesAddOptions): AddedRelease {
  const displayPath = relative(process.cwd(), resolve(program)).split(sep).join('/');
  return addRelease({ program: resolve(program), displayPath, workspaceDir: resolve(root), name });
}

/** `nakama-pins releases add bin/nakama` */
export function addedText(added: AddedRelease): string {
  const { release, file, platform, go, modules, packages, base, unknownImports, patchedPackages } = added;
  return [
    `${file}\n`,
    columns(
      [
        ['release', release],
        ['platform', platform],
        ['Go', go],
        ['modules', String(modules)],
        ['fingerprints', `${packages} packages`],
        ['patched', patchedPackages.length === 0 ? 'no package' : few(patchedPackages)],
        ['most alike', `${base}, whose date and images are taken`],
        ...(unknownImports.length === 0
          ? []
          : [
              [
                'imports',
                `not known of ${few(unknownImports)}: judge with --proof compiled or check-artifact what links them`,
              ],
            ]),
      ],
      '  ',
    ),
  ].join('');
}
