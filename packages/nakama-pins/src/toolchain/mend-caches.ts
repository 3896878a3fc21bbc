import { existsSync, renameSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { InputError, orUndefined } from '../input/problem';
import { type ModuleDamage, moduleDamage } from '../module-cache/check-module';
import type { Depth } from '../module-cache/manifest';
import { modulesNamedIn, modulesSummedIn, sumFilesOf } from '../module-cache/named-modules';
import { type CachedModule, moduleCache } from '../module-cache/places';
import { takeAway } from '../module-cache/take-away';
import type { GoResult } from './go-command';
import { explainGoFailure, type GoFailureKind } from './go-failure';
import { type GoRoot, rootOf } from './go-root';
import { anew, locked, type Mending, mendRoot, ZIP_FAULT } from './mend-root';
import { userCache } from './user-cache';

/** What has nothing to do with files in a cache. */
const NOT_OF_CACHES: ReadonlySet<GoFailureKind> = new Set([
  'bad-flag',
  'newer-go',
  'missing-folder',
  'module-path',
  'missing-sum',
  'updates-needed',
  'inconsistent-vendoring',
  'no-c-compiler',
  'disk-full',
  'unwritable-cache',
]);

/** A run of go that failed. */
export interface FailedRun {
  readonly toolchain: { readonly env: NodeJS.ProcessEnv; readonly root?: GoRoot };
  readonly cwd: string;
  readonly args: readonly string[];
  readonly result: GoResult;
}

/** Looks, after go failed, whether that came from what is damaged in a cache, and takes that away. */
export class CacheMender {
  /** What was found whole in this run: a build that fails for good is not looked at again and again. */
  private readonly whole = new Set<string>();

  constructor(private readonly mending: Mending) {}

  /**
   * Looks at the toolchain and at the modules that may be compiled: whether all files are there in their size; of what go
   * names, at every byte.
   *
   * @returns whether something was damaged: go is to run again, and unpacks it anew
   * @throws InputError if something is damaged, and this user may not write there
   */
  async mend({ toolchain, cwd, args, result }: FailedRun): Promise<boolean> {
    const said = `${result.stderr}\n${args.includes('-json') ? result.stdout : ''}`;
    const { kind } = explainGoFailure(said);
    if (said.trim() === '' || NOT_OF_CACHES.has(kind)) return false;
    // A folder that is not there has no bytes.
    const isSuspect = kind !== 'missing-requirement';
    const isRootMended = await this.mendRoot(toolchain, isSuspect ? said : '');
    const areModulesMended = await this.mendModules(toolchain.env, said, sumFilesOf(cwd, args));
    const isCompilerMended = await this.mendCompiler(toolchain.env, said);
    return isRootMended || areModulesMended || isCompilerMended;
  }

  /** What zig keeps of the C library has no hash: its linker says what it can't read. */
  private async mendCompiler(env: NodeJS.ProcessEnv, said: string): Promise<boolean> {
    const folder = env['ZIG_GLOBAL_CACHE_DIR'];
    // A folder that the user named is not ours to empty.
    if (folder === undefined || folder !== zigFolder(this.mending.env)) return false;
    if (!said.includes(`error: ${folder}${sep}`)) return false;
    return locked(folder, this.mending.env, async () => {
      const aside = `${folder}.tmp-${process.pid}`;
      if (existsSync(folder)) renameSync(folder, aside);
      await rm(aside, { recursive: true, force: true });
      this.mending.say(
        `damaged in the cache, and made anew: ${folder} (the linker can't read what zig kept there)`,
      );
      return true;
    });
  }

  private async mendRoot({ root }: FailedRun['toolchain'], said: string): Promise<boolean> {
    if (!root) return false;
    const isNamed = said.includes(nameOf(root.folder));
    if (!isNamed && this.whole.has(root.folder)) return false;
    if (await mendRoot(root, isNamed ? 'contents' : 'sizes', this.mending)) return true;
    this.whole.add(root.folder);
    return false;
  }

  private async mendModules(
    env: NodeJS.ProcessEnv,
    said: string,
    sumFiles: readonly string[],
  ): Promise<boolean> {
    const cache = moduleCache(env);
    if (cache === undefined) return false;
    const named = modulesNamedIn(said, cache).filter(({ path }) => path !== 'golang.org/toolchain');
    const isNamed = new Set(named.map(({ folder }) => folder));
    const others = modulesSummedIn(sumFiles, cache).filter(
      ({ folder }) => !isNamed.has(folder) && !this.whole.has(folder),
    );
    let isMended = false;
    for (const module of [...named, ...others]) {
      const depth = isNamed.has(module.folder) ? 'contents' : 'sizes';
      const damage = (await moduleDamage(module, depth)) ?? zipDamage(module, said, depth);
      if (damage) {
        await mendModule(damage, this.mending);
        isMended = true;
      } else this.whole.add(module.folder);
    }
    return isMended;
  }
}

function zigFolder(env: NodeJS.ProcessEnv): string | undefined {
  return orUndefined(() => join(userCache(env), 'zig'));
}

/** The list of what is in a zip may be whole, and the rest not: go says so of one that it names. */
function zipDamage(module: CachedModule, said: string, depth: Depth): ModuleDamage | undefined {
  if (depth === 'sizes' || existsSync(module.folder) || !ZIP_FAULT.test(said)) return undefined;
  return { module, words: 'its zip is damaged', isZipBad: true };
}

/**
 * Takes what is damaged of a module version out of go's cache, so that go gets it again.
 *
 * @throws InputError if this user may not write there
 */
export async function mendModule(damage: ModuleDamage, { env, say }: Mending): Promise<void> {
  const { module, words } = damage;
  await locked(module.folder, env, () => {
    takeAway(damage);
    say(anew(spoken(module), words));
    return Promise.resolve();
  });
}

/** How a module version is called. */
function spoken({ path, version, folder }: CachedModule): string {
  return `${path}@${version} in ${folder}`;
}

function nameOf(folder: string): string {
  return folder.slice(Math.max(folder.lastIndexOf('/'), folder.lastIndexOf('\\')) + 1);
}

/** What the compiler says of a file that was cut off, or that a crash of the computer left empty. */
const EMPTIED =
  /^(\S+\.go):\d+:\d+: (?:expected 'package', found 'EOF'|.*invalid character NUL|.*unexpected EOF)/gm;

/**
 * A Go that was downloaded neither by go nor by us can't be fetched anew: what is certainly damaged of it is named.
 *
 * @param cwd the folder that go ran in
 * @throws InputError if a file of the standard library is cut off
 */
export function refuseDamaged(go: string, cwd: string, stderr: string): void {
  const sources = join(rootOf(go), 'src') + sep;
  for (const [said, file = ''] of stderr.matchAll(EMPTIED))
    if (resolve(cwd, file).startsWith(sources))
      throw new InputError([
        {
          file: rootOf(go),
          message: `this Go is damaged: ${said}`,
          fix: 'install it anew (https://go.dev/dl), or take it off PATH: then the exact Go is fetched',
        },
      ]);
}
