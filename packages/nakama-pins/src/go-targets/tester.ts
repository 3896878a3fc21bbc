import { compareGo } from '../go-module/compare-go';
import { InputError } from '../input/problem';
import { isDownload } from '../toolchain/downloads';
import { runGo, type GoResult } from '../toolchain/go-command';
import { moduleOpener, type GoModule } from '../verify/open-module';
import { withCoverProfile } from './cover-profile';
import { ExactGo } from './exact-go';
import { mendOf, wordsOf } from './go-words';
import { hostTarget } from './host';
import { hostCCompiler, type HostCompiler } from './host-compiler';
import { moduleMode } from './module-mode';
import { placesFromRoot } from './places';
import { goTestArguments, refuseTestOptions, type TestOptions } from './test-flags';
import { TestLines } from './test-lines';
import type { GoTargetOptions, Print } from './go-target';

/** Runs Go tests with the exact Go of a release, on this computer. */
export interface Tester {
  /**
   * Runs the tests of a plugin or library module.
   *
   * @param dir relative to the root, with `/` separators
   * @param print called with each line as it comes
   * @returns whether all passed; a module without tests passes
   * @throws InputError where a file can't be read as what it claims to be, an option can't be passed on, or Go (or the
   * C compiler that `race` needs) can't be had; the signal's reason where it was aborted
   */
  test(dir: string, options: TestOptions, print: Print): Promise<boolean>;
}

/** @throws InputError where `release` is not known */
export function createTester(options: GoTargetOptions): Tester {
  const { root, env } = options;
  const open = moduleOpener(options);
  const exactGo = new ExactGo(options);
  let compiler: Promise<HostCompiler> | undefined;

  return {
    async test(dir, testOptions, print) {
      const module = open(dir);
      refuseTestOptions(testOptions, module.facts.goMod.file);
      compiler ??= hostCCompiler(root, env);
      const c = await compiler;
      if (c.missing !== undefined) withoutCgo(c, module, testOptions, options);
      const target = {
        platform: hostTarget(),
        cgo: c.missing === undefined,
        extra: c.missing === undefined ? c.env : {},
      };
      const toolchain = await exactGo.get(module, target);
      const { release } = module;
      print(`${dir}: go test with Go ${release.go} (Nakama ${release.version})`);
      const lines = new TestLines(print);
      const result = await withProfile(module, testOptions, (profile) =>
        runGo({
          ...toolchain,
          args: goTestArguments(testOptions, moduleMode(module), profile),
          cwd: module.folder,
          signal: options.signal,
          ...listeners(module, lines, options),
        }),
      );
      return conclude(result, { dir, lines, print, compiler: c, isAll: testOptions.packages === undefined });
    },
  };
}

/** Before Go 1.20 the race detector needed cgo on macOS, too (https://go.dev/doc/go1.20). */
function withoutCgo(
  { missing, fix }: Extract<HostCompiler, { missing: string }>,
  { facts, release }: GoModule,
  { race }: TestOptions,
  { onLine }: GoTargetOptions,
): void {
  const raceNeedsCgo = process.platform !== 'darwin' || compareGo(release.go, '1.20') < 0;
  if (race && raceNeedsCgo) {
    const message = `the race detector needs cgo, and ${missing}`;
    throw new InputError([{ file: facts.goMod.file, message, fix }]);
  }
  onLine?.(`${facts.dir}: tests run without cgo: ${missing}`);
}

function withProfile(
  { reader }: GoModule,
  { coverProfile }: TestOptions,
  run: (profile: string | undefined) => Promise<GoResult>,
): Promise<GoResult> {
  if (coverProfile === undefined) return run(undefined);
  const place = { absPath: reader.folders.absolute(coverProfile), displayPath: coverProfile };
  return withCoverProfile(place, run);
}

/** Go says to standard error what it can't compile or find; what tests print goes to standard output. */
function listeners(
  { facts, reader }: GoModule,
  lines: TestLines,
  { onLine }: GoTargetOptions,
): Record<'onStdoutLine' | 'onStderrLine', (line: string) => void> {
  const placed = placesFromRoot(reader.folders, [facts.dir]);
  return {
    onStdoutLine: (line) => lines.take(line),
    onStderrLine: (line) => {
      if (isDownload(line)) onLine?.(line);
      else lines.take(placed(line));
    },
  };
}

interface Conclusion {
  readonly dir: string;
  readonly lines: TestLines;
  readonly print: Print;
  readonly compiler: HostCompiler;
  /** No packages were named: none is no mistake. */
  readonly isAll: boolean;
}

function conclude(
  { code, killedBy, stderr }: GoResult,
  { dir, lines, print, compiler, isAll }: Conclusion,
): boolean {
  if (lines.saysNoTests && (code === 0 || isAll)) {
    print(`${dir}: no tests`);
    return true;
  }
  lines.flush();
  if (code === 0) return true;
  if (killedBy !== undefined) print(`${dir}: go test was ended by ${killedBy}`);
  const mend = mendOf(stderr);
  if (mend !== undefined) print(`  fix: ${mend}`);
  if (compiler.missing !== undefined && wordsOf(stderr) !== '')
    print(`  it was compiled without cgo: ${compiler.missing} (${compiler.fix})`);
  return false;
}
