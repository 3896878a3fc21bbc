import { join } from 'node:path';
import { GO_SUM_MAX_BYTES } from '../go-module/go-sum-file';
import { readVendorModules } from '../go-module/vendor-modules';
import { readTextFile } from '../input/read-text';
import { tempFolder } from '../input/temp-folder';
import { copyAll, writeScratch } from '../input/write-disk';
import { NAKAMA_COMMON, PROTOBUF } from '../releases/nakama-modules';
import type { ReleaseFile } from '../releases/release-file';
import type { ReadyGo, Tools } from '../toolchain/tools';
import type { ServerSource } from './server-source';
import type { Vendored } from './source-facts';

/** The exact Go of a release, for what only Go knows. */
export class GoRuns {
  constructor(
    private readonly tools: Tools,
    private readonly go: ReadyGo,
  ) {}

  /**
   * The modules and packages that the server's vendor/ has, as its makers make it: `go mod vendor`. The zip of a module
   * has no vendor/.
   *
   * @returns undefined if Go can't make it, because a module of its tests can't be downloaded
   */
  async vendored({ folder }: ServerSource): Promise<Vendored[] | undefined> {
    return this.inFolder(async (dir) => {
      copyAll(folder, dir);
      const { code } = await this.tools.run(this.go, dir, ['mod', 'vendor']);
      if (code !== 0) return undefined;
      const file = 'vendor/modules.txt';
      const { modules } = readVendorModules(join(dir, file), file);
      return modules.flatMap(({ path, version, packages }) =>
        version === undefined ? [] : [{ path, version, packages: [...packages].sort() }],
      );
    });
  }

  /**
   * The go.sum lines that a plugin which imports nothing but nakama-common needs besides those of nakama-common and
   * protobuf: what `go mod tidy` adds.
   *
   * @returns undefined if Go can't tell
   */
  async scaffoldSums({ modules, go }: ReleaseFile): Promise<string[] | undefined> {
    const required = [NAKAMA_COMMON, PROTOBUF].flatMap(
      (path) => modules.find((module) => module.path === path) ?? [],
    );
    const lines = required.flatMap(({ path, version, sums }) => [
      `${path} ${version} ${sums?.zip ?? ''}`,
      `${path} ${version}/go.mod ${sums?.goMod ?? ''}`,
    ]);
    return this.inFolder(async (dir) => {
      const requires = required.map(({ path, version }) => `\t${path} ${version}\n`).join('');
      writeScratch(
        join(dir, 'go.mod'),
        `module plugin.invalid/plugin\n\ngo ${go}\n\nrequire (\n${requires})\n`,
      );
      writeScratch(join(dir, 'go.sum'), `${lines.join('\n')}\n`);
      writeScratch(
        join(dir, 'main.go'),
        `package main\n\nimport "${NAKAMA_COMMON}/runtime"\n\nvar _ runtime.Logger\n`,
      );
      const { code } = await this.tools.run(this.go, dir, ['mod', 'tidy']);
      if (code !== 0) return undefined;
      const tidied = readTextFile(join(dir, 'go.sum'), 'go.sum', { maxBytes: GO_SUM_MAX_BYTES })
        .trim()
        .split('\n');
      return tidied.filter((line) => !lines.includes(line));
    });
  }

  private async inFolder<T>(work: (dir: string) => Promise<T>): Promise<T> {
    const temp = tempFolder('nakama-release');
    const dir = temp.path;
    try {
      return await work(dir);
    } finally {
      temp.remove();
    }
  }
}
