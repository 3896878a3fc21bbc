import { compareGo } from '../go-module/compare-go';
import { InputError } from '../input/problem';
import { isDownload } from '../toolchain/downloads';
import type { GoResult } from '../toolchain/go-command';
import type { HostCompiler } from '../toolchain/host-compiler';
import { hostTarget } from '../toolchain/host-target';
import { overlayFlag, overlaying } from '../toolchain/overlay';
import type { Tools } from '../toolchain/tools';
import type { OpenModule } from '../verify/open-module';
import { moduleOverlay } from '../workspace/module-overlay';
import { withCoverProfile } from './cover-profile';
import { exactGo } from './exact-go';
import { fixOf, wordsOf } from './go-words';
import { moduleMode } from './module-mode';
import { placesFromRoot } from './places';
import type { Print } from './print';
import { goTestArguments, refuseTestOptions, type TestOptions } from './test-flags';
import { TestLines } from './test-lines';

/**
 * Runs the tests of a plugin or library module on this computer, with the exact Go of its release.
 *
 * @param print called with each line as it comes
 * @returns whether all passed; a module without tests passes
 * @throws InputError if an option can't be passed on, or Go (or the C compiler that `race` needs) is not available; the
 * signal's reason if it was aborted
 */
export async function testModule(
  module: OpenModule,
  options: TestOptions,
  print: Print,
  tools: Tools,
): Promise<boolean> {
  const { facts, release, folder, reader } = module;
  refuseTestOptions(options, facts.goMod.file);
  const compiler = await tools.hostCCompiler();
  if (compiler.missing !== undefined) withoutCgo(compiler, module, options, tools);
  const cgo = compiler.missing === undefined;
  const extra = compiler.missing === undefined ? compiler.env : {};
  const toolchain = await exactGo(module, { platform: hostTarget(), cgo, extra }, tools);
  print(`${facts.dir}: go test with Go ${release.go} (Nakama ${release.version})`);
  const lines = new TestLines(print);
  const given = { tags: facts.tags, ...options };
  const result = await withProfile(module, options, (profile) =>
    overlaying(moduleOverlay(reader.folders.root, facts, 'libraries'), release.go, (overlay) =>
      tools.run(
        toolchain,
        folder,
        goTestArguments(
          { ...given, flags: [...overlayFlag(overlay), ...(given.flags ?? [])] },
          moduleMode(module),
          profile,
        ),
        listeners(module, lines, tools),
      ),
    ),
  );
  return conclude(result, { dir: facts.dir, lines, print, compiler, isAll: options.packages === undefined });
}

/** Before Go 1.20 the race detector needed cgo on macOS, too (https://go.dev/doc/go1.20). */
function withoutCgo(
  { missing, fix }: Extract<HostCompiler, { missing: string }>,
  { facts, release }: OpenModule,
  { race }: TestOptions,
  tools: Tools,
): void {
  const raceNeedsCgo = process.platform !== 'darwin' || compareGo(release.go, '1.20') < 0;
  if (race && raceNeedsCgo) {
    const message = `the race detector needs cgo, and ${missing}`;
    throw new InputError([{ file: facts.goMod.file, message, fix }]);
  }
  tools.say(`${facts.dir}: tests run without cgo: ${missing}`);
}

function withProfile(
  { reader }: OpenModule,
  { coverProfile }: TestOptions,
  run: (profile: string | undefined) => Promise<GoResult>,
): Promise<GoResult> {
  if (coverProfile === undefined) return run(undefined);
  const place = { absPath: reader.folders.absolute(coverProfile), displayPath: coverProfile };
  return withCoverProfile(place, run);
}

/** Go says to standard error what it can't compile or find; what tests print goes to standard output. */
function listeners(
  { facts, reader }: OpenModule,
  lines: TestLines,
  tools: Tools,
): Record<'onStdoutLine' | 'onStderrLine', (line: string) => void> {
  const placed = placesFromRoot(reader.folders, [facts.dir]);
  return {
    onStdoutLine: (line) => lines.take(line),
    onStderrLine: (line) => {
      if (isDownload(line)) tools.say(line);
      else lines.take(placed(line));
    },
  };
}

interface Conclusion {
  readonly dir: string;
  readonly lines: TestLines;
  readonly print: Print;
  readonly compiler: HostCompiler;
  /** No packages were named, so finding none is not a mistake. */
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
  const fix = fixOf(stderr, dir);
  if (fix !== undefined) print(`  fix: ${fix}`);
  if (compiler.missing !== undefined && wordsOf(stderr) !== '')
    print(`  it was compiled without cgo: ${compiler.missing} (${compiler.fix})`);
  return false;
}
