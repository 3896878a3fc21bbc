import type { ModuleImports } from '../go-module/import-list';
import { memo } from '../input/memo';
import { InputError } from '../input/problem';
import { tempFolder } from '../input/temp-folder';
import { DownloadError } from '../module-proxy/download-error';
import { goSettings } from '../module-proxy/go-settings';
import { openModuleFile } from '../module-proxy/module-proxy';
import { createWeb, readBody } from '../module-proxy/web';
import { SERVER_MODULE } from '../releases/nakama-modules';
import { openChecksumDatabase } from '../sumdb/checksum-database';
import { userSumdbCache } from '../sumdb/sumdb-cache';
import { type DownloadedModule, downloadModule } from '../toolchain/download-module';
import { goModSum } from '../toolchain/module-zip';
import type { Surroundings } from '../toolchain/tools';
import { userCache } from '../toolchain/user-cache';
import { importsInModule } from '../verify/download-imports';
import { readServerSource, type ServerSource } from './server-source';

/** What the go.mod of a published version tells. */
export interface PublishedGoMod {
  /** `h1:…` */
  readonly sum: string;
  readonly goLine: string | undefined;
}

const INFO_MAX_BYTES = 64 * 1024;

export const LIST_REMOTE = 'npx nakama-pins releases --remote';

interface Version {
  readonly path: string;
  readonly version: string;
}

/** Downloads of modules through GOPROXY; what is downloaded is believed by its hash alone. */
export class ModuleDownloads {
  private readonly options;
  private readonly database;
  /** The source of a module version, from its zip, which is downloaded once. @throws DownloadError */
  readonly source: (module: Version) => Promise<DownloadedModule>;
  /** What the packages of a module version import, by its zip. @throws DownloadError */
  readonly imports: (module: Version) => Promise<ModuleImports>;

  /** @param work a folder to unpack into, which the caller removes */
  constructor({ env, signal }: Pick<Surroundings, 'env' | 'signal'>, work: string) {
    const settings = goSettings(env);
    const web = createWeb({ env, signal });
    this.options = { settings, web, signal };
    this.database = openChecksumDatabase({ settings, web, cache: userSumdbCache(userCache(env)) });
    this.source = memo(async (module) =>
      downloadModule(module, tempFolder('module', work).path, this.options),
    );
    this.imports = memo(async ({ path, version }) => {
      const { folder, sum } = await this.source({ path, version });
      return { path, version, sum, packages: importsInModule(folder) };
    });
  }

  /**
   * The source of a release, from the zip of its Go module, proved by the checksum database where the settings use it.
   *
   * @param version `3.42.0`
   * @throws InputError if it can't be had
   */
  async serverSource(version: string): Promise<ServerSource> {
    const module = { path: SERVER_MODULE, version: `v${version}` };
    const name = `${module.path}@${module.version}`;
    const { settings, web, signal } = this.options;
    try {
      const info = await openModuleFile(module, 'info', settings, web);
      const { Time } = JSON.parse((await readBody(info, INFO_MAX_BYTES)).toString('utf8')) as {
        Time?: string;
      };
      const { folder, sum, url } = await this.source(module);
      const proved = await this.database.lookup(module.path, module.version);
      if (proved && proved.zip !== sum) throw notProved(url, proved.zip, sum);
      return readServerSource(folder, Time?.slice(0, 10) ?? '', name);
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof InputError) throw error;
      if (!(error instanceof DownloadError)) throw error;
      const fix =
        error.failure === 'not-found' ? `is it published? ${LIST_REMOTE} lists the versions` : error.fix;
      throw new InputError([{ file: name, message: error.message, fix }]);
    }
  }

  /** The go line and the hash of a version's go.mod; undefined if it can't be had, or is not what the database knows. */
  async goMod(path: string, version: string): Promise<PublishedGoMod | undefined> {
    const { settings, web, signal } = this.options;
    try {
      const file = await openModuleFile({ path, version }, 'mod', settings, web);
      const content = await readBody(file, INFO_MAX_BYTES);
      const sum = goModSum(content);
      const proved = await this.database.lookup(path, version);
      if (proved && proved.goMod !== sum) return undefined;
      return { sum, goLine: /^go[ \t]+(\S+)/m.exec(content.toString('utf8'))?.[1] };
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof DownloadError) return undefined;
      throw error;
    }
  }
}

function notProved(url: string, expected: string, found: string): InputError {
  return new InputError([
    {
      file: url,
      message: 'this is not the source that the checksum database knows',
      expected,
      found,
      fix: 'do not use it: set GOPROXY to another proxy, then run the command again',
    },
  ]);
}
