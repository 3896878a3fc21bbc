import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../input/problem';
import { builtServerPath } from '../loading/server-build';
import { moduleDamage } from '../module-cache/check-module';
import { modulesSummedIn } from '../module-cache/named-modules';
import { moduleCache } from '../module-cache/places';
import type { Platform, Release } from '../releases/release-model';
import type { DiagnosisRow } from '../toolchain/diagnose';
import { hostTarget } from '../toolchain/host-target';
import { programDamage } from '../toolchain/kept-program';
import { mendModule } from '../toolchain/mend-caches';
import { type ReadyGo, type Surroundings, Tools } from '../toolchain/tools';
import { unpackedFiles } from '../toolchain/unpacked-files';
import { findPluginModules } from '../verify/find-modules';
import { ModuleOpener } from '../verify/open-module';

/** What is looked at. */
export interface DeepOptions extends Surroundings {
  /** Relative to the root: the modules in and below it. */
  readonly dir: string;
  readonly release: string;
}

/**
 * Looks at every byte of what builds and loads take from caches: the exact Go, the module versions of each go.sum, and the
 * built servers. What is damaged is fetched anew, or will be when it is needed; where this user may not write, the row has
 * the command that removes it.
 *
 * @throws the signal's reason if it was aborted
 */
export async function deepRun({ dir, release: version, ...around }: DeepOptions): Promise<DiagnosisRow[]> {
  const opener = new ModuleOpener(around.root, version);
  const release = opener.catalog.load(version);
  const tools = new Tools(around);
  const folders = [dir, ...findPluginModules(around.root, [dir]).map((module) => module.dir)];
  const sumFiles = [...new Set(folders)].map((folder) => join(around.root, folder, 'go.sum'));
  const toolchain = await tools.go(release, { platform: hostTarget(), cgo: false, fetch: true });
  const subject = `all of Go ${release.go}`;
  if (toolchain.missing !== undefined)
    return [{ subject, status: 'missing', found: toolchain.missing, fix: toolchain.fix }];
  return [
    await rowOf(subject, () => goRow(toolchain, tools)),
    ...(await moduleRows(toolchain, sumFiles, tools)),
    ...opener
      .newReader()
      .settingsOf(dir)
      .platforms.value.flatMap((platform) => serverRow(release, platform, tools)),
  ];
}

type Found = Omit<DiagnosisRow, 'subject'>;

async function goRow(toolchain: ReadyGo, tools: Tools): Promise<Found> {
  const { go, root } = toolchain;
  if (!root)
    return { status: 'ok', found: `${go} was not downloaded by go: nothing says what its files have to be` };
  const words = await tools.renewed(toolchain);
  return words !== undefined
    ? { status: 'note', found: `${root.folder} was damaged (${words}): fetched anew` }
    : { status: 'ok', found: `${root.folder}: every file is as it was unpacked` };
}

async function moduleRows(
  toolchain: ReadyGo,
  sumFiles: readonly string[],
  tools: Tools,
): Promise<DiagnosisRow[]> {
  const cache = moduleCache(toolchain.env);
  if (cache === undefined) return [];
  const modules = modulesSummedIn(sumFiles, cache);
  const rows: DiagnosisRow[] = [];
  for (const module of modules) {
    tools.around.signal?.throwIfAborted();
    const damage = await moduleDamage(module, 'contents');
    if (!damage) continue;
    const subject = `${module.path} ${module.version}`;
    rows.push(
      await rowOf(subject, async () => {
        await mendModule(damage, tools.mending);
        const { code } = await tools.run(toolchain, tmpdir(), [
          'mod',
          'download',
          `${module.path}@${module.version}`,
        ]);
        const now = code === 0 ? 'fetched anew' : 'go fetches it when it is needed';
        return { status: 'note', found: `${module.folder} was damaged (${damage.words}): ${now}` };
      }),
    );
  }
  const whole = modules.length - rows.length;
  return [
    ...rows,
    {
      subject: 'modules',
      status: 'ok',
      found: `${whole} of ${modules.length} in ${cache}: every file is as published`,
    },
  ];
}

function serverRow(release: Release, platform: Platform, tools: Tools): DiagnosisRow[] {
  const { env } = tools.around;
  const program = builtServerPath(release, platform, env);
  if (!existsSync(program)) return [];
  const damage = programDamage(program, unpackedFiles(env), true);
  const found: Found = damage
    ? { status: 'note', found: `${program} is damaged (it ${damage.is}): it is built anew when it is needed` }
    : { status: 'ok', found: `${program}: as it was built` };
  return [{ subject: `server ${release.version} for ${platform}`, ...found }];
}

async function rowOf(subject: string, work: () => Promise<Found>): Promise<DiagnosisRow> {
  try {
    return { subject, ...(await work()) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const [problem] = error.problems;
    return { subject, status: 'missing', found: problem?.message ?? error.message, fix: problem?.fix };
  }
}
