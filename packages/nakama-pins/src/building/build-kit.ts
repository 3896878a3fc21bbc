import { memo } from '../input/memo';
import { InputError } from '../input/problem';
import type { Platform, Release } from '../releases/release-model';
import type { CCompiler } from '../toolchain/c-compiler';
import { firstTime } from '../toolchain/first-time';
import type { ReadyGo, Tools } from '../toolchain/tools';

/** What plugins of one Go and one platform are built with. */
export class BuildKit {
  private first: Promise<unknown> | undefined;

  constructor(
    readonly toolchain: ReadyGo,
    readonly compiler: Extract<CCompiler, { missing?: undefined }>,
    private readonly aloneFirst: <T>(work: () => Promise<T>) => Promise<T>,
  ) {}

  /**
   * Runs one build. The first runs alone: if nothing is cached yet, both would compile the whole standard
   * library.
   */
  async build<T>(work: () => Promise<T>): Promise<T> {
    if (this.first) {
      await this.first;
      return work();
    }
    const result = this.aloneFirst(work);
    this.first = result.catch(() => undefined);
    return result;
  }
}

/** What a kit is assembled for. */
type KitChoice = Pick<Release, 'go' | 'serverImageBase'> & {
  readonly platform: Platform;
  /** Forces a C compiler. */
  readonly cc?: string;
  /** The go.mod that messages name. */
  readonly file: string;
};

/** Gives the kit for a platform; plugins that are built in the same way share one. */
export type BuildKits = (choice: KitChoice) => Promise<BuildKit>;

/** @returns kits that throw InputError if Go or a C compiler is not available */
export function buildKits(tools: Tools): BuildKits {
  const assembled = memo((choice: Omit<KitChoice, 'file'>) => assemble(tools, choice));
  return async ({ file, go, serverImageBase, platform, cc }) => {
    const kit = await assembled({ go, serverImageBase, platform, cc });
    if (kit instanceof BuildKit) return kit;
    throw new InputError([{ file, message: kit.missing, fix: kit.fix }]);
  };
}

async function assemble(
  tools: Tools,
  { go, serverImageBase, platform, cc }: Omit<KitChoice, 'file'>,
): Promise<BuildKit | { readonly missing: string; readonly fix: string }> {
  const compiler = await tools.cCompiler({ serverImageBase }, platform, cc);
  if (compiler.missing !== undefined) return compiler;
  const toolchain = await tools.go({ go }, { platform, extra: compiler.env, fetch: true });
  if (toolchain.missing !== undefined) return toolchain;
  const words = `compiling Go ${go}'s standard library for ${platform} by ${compiler.command}, once: this takes a minute or so`;
  const name = `std/go${go}-${platform.replace('/', '-')}-${compiler.command.replace(/[^\w.]+/g, '-')}`;
  return new BuildKit(toolchain, compiler, (work) => firstTime(tools, name, words, work));
}
