import { compareGo } from '../go-module/compare-go';
import { InputError } from '../input/problem';
import type { Platform } from '../releases/release-model';
import { chooseCCompiler, type CCompiler } from '../toolchain/c-compiler';
import { isDownload } from '../toolchain/downloads';
import { runGo } from '../toolchain/go-command';
import type { PluginFacts } from '../workspace/facts';
import { moduleOpener, type GoModule } from '../verify/open-module';
import { ExactGo } from './exact-go';
import { mendOf } from './go-words';
import { golangciLint } from './golangci-lint';
import { moduleMode } from './module-mode';
import { placesFromRoot } from './places';
import type { GoTargetOptions, Print, ReadyGo } from './go-target';

export interface LintOptions {
  /** Import paths or patterns, from the module's folder; `./...` unless given. */
  readonly packages?: readonly string[];
  /** Build tags. */
  readonly tags?: readonly string[];
  /** Program of golangci-lint: a name on PATH, or a path from the workspace root. False leaves it out. */
  readonly golangciLint?: string | boolean;
}

/** Looks for mistakes in Go code as it is compiled for the server, with the exact Go of a release. */
export interface Linter {
  /**
   * Vets a plugin or library module, and has golangci-lint look at it where that is configured.
   *
   * @param dir relative to the root, with `/` separators
   * @param print called with each line as it comes; places are relative to the workspace root
   * @returns whether nothing was found
   * @throws InputError where a file can't be read as what it claims to be, or Go (or the C compiler that the module's
   * own cgo needs) can't be had; the signal's reason where it was aborted
   */
  lint(dir: string, options: LintOptions, print: Print): Promise<boolean>;
}

/** @throws InputError where `release` is not known */
export function createLinter(options: GoTargetOptions): Linter {
  const { root, env, signal, onLine } = options;
  const open = moduleOpener(options);
  const exactGo = new ExactGo(options);
  const compilers = new Map<string, Promise<CCompiler>>();

  const compilerFor = ({ release }: GoModule, platform: Platform): Promise<CCompiler> => {
    const { serverImageBase } = release;
    const key = `${platform} ${serverImageBase}`;
    const compiler = compilers.get(key) ?? chooseCCompiler({ platform, serverImageBase, root, base: env });
    compilers.set(key, compiler);
    return compiler;
  };

  return {
    async lint(dir, lintOptions, print) {
      const module = open(dir);
      const platform = module.facts.platforms[0] ?? 'linux/amd64';
      const compiler = await compilerFor(module, platform);
      if (compiler.missing !== undefined) withoutCgo(compiler, module, onLine);
      const target = { platform, cgo: compiler.missing === undefined };
      const toolchain = await exactGo.get(module, {
        ...target,
        extra: compiler.missing === undefined ? compiler.env : {},
      });
      const vetted = await vet({ module, toolchain, platform, compiler }, lintOptions, options, print);
      // What go can't load, golangci-lint can't either.
      if (lintOptions.golangciLint === false || vetted === 'not-loaded') return vetted === 'clean';
      const linted = await golangciLint(
        module,
        toolchain,
        { ...lintOptions, program: programOf(lintOptions), signal },
        print,
      );
      return vetted === 'clean' && linted;
    },
  };
}

function programOf({ golangciLint }: LintOptions): string | undefined {
  return typeof golangciLint === 'string' ? golangciLint : undefined;
}

/**
 * Without cgo Go leaves out files that `import "C"`: what the module has of them would not be looked at. All else has
 * the same types, so a module without is vetted all the same.
 */
function withoutCgo(
  { missing, fix }: Extract<CCompiler, { missing: string }>,
  { facts }: GoModule,
  onLine: GoTargetOptions['onLine'],
): void {
  const file = cgoFile(facts);
  if (file !== undefined) {
    throw new InputError([{ file, message: `it imports "C", and ${missing}`, fix }]);
  }
  onLine?.(`${facts.dir}: vetted without cgo, which it does not use: ${missing}`);
}

function cgoFile({ packages }: PluginFacts): string | undefined {
  const files = [...packages.values()].flatMap((p) => p.files);
  return files.find(({ header }) => header.imports.some(({ path }) => path === 'C'))?.file;
}

interface Subject {
  readonly module: GoModule;
  readonly toolchain: ReadyGo;
  readonly platform: Platform;
  readonly compiler: CCompiler;
}

async function vet(
  { module, toolchain, platform, compiler }: Subject,
  { packages = ['./...'], tags = [] }: LintOptions,
  { signal, onLine }: GoTargetOptions,
  print: Print,
): Promise<'clean' | 'found' | 'not-loaded'> {
  const { facts, release, reader, folder } = module;
  print(`${facts.dir}: go vet with Go ${release.go} for ${platform} (Nakama ${release.version})`);
  const placed = placesFromRoot(reader.folders, [facts.dir]);
  const { code, stderr } = await runGo({
    ...toolchain,
    args: [
      'vet',
      moduleMode(module),
      ...(compareGo(release.go, '1.18') >= 0 ? ['-buildvcs=false'] : []),
      ...(tags.length > 0 ? [`-tags=${tags.join(',')}`] : []),
      ...packages,
    ],
    cwd: folder,
    signal,
    onStdoutLine: (line) => print(placed(line)),
    onStderrLine: (line) => {
      if (isDownload(line)) onLine?.(line);
      else print(placed(line));
    },
  });
  if (code === 0) return 'clean';
  const mend = mendOf(stderr);
  if (mend !== undefined) print(`  fix: ${mend}`);
  if (compiler.missing !== undefined)
    print(`  it was vetted without cgo: ${compiler.missing} (${compiler.fix})`);
  return mend === undefined ? 'found' : 'not-loaded';
}
