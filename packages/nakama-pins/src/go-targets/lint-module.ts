import { renderFindings } from '../findings/render/text';
import { compareGo } from '../go-module/compare-go';
import { InputError } from '../input/problem';
import type { Platform } from '../releases/release-model';
import type { CCompiler } from '../toolchain/c-compiler';
import { isDownload } from '../toolchain/downloads';
import { overlayFlag, overlaying } from '../toolchain/overlay';
import type { ReadyGo, Tools } from '../toolchain/tools';
import { moduleOutcome } from '../verify/judge';
import type { OpenModule } from '../verify/open-module';
import { forPlatforms } from '../verify/wanted-platforms';
import type { PluginFacts } from '../workspace/facts';
import { moduleOverlay } from '../workspace/module-overlay';
import { exactGo } from './exact-go';
import { fixOf } from './go-words';
import { golangciLint } from './golangci-lint';
import { moduleMode } from './module-mode';
import { placesFromRoot } from './places';
import type { Print } from './print';

/** What may be chosen about linting. */
export interface LintOptions {
  /** Import paths or patterns, from the module's folder; `./...` by default. */
  readonly packages?: readonly string[];
  /** Build tags; those of nakama.json by default. */
  readonly tags?: readonly string[];
  /** Program of golangci-lint: a name on PATH, or a path from the workspace root. False leaves it out. */
  readonly golangciLint?: string | boolean;
}

/**
 * Looks for mistakes in the Go code of a module as it is compiled for the server: vets it, and has golangci-lint look at
 * it if that is configured.
 *
 * @param print called with each line as it comes; places are relative to the workspace root
 * @returns whether nothing was found; false for a platform that the server does not run on, for which nothing is vetted
 * @throws InputError if Go (or the C compiler that the module's own cgo needs) is not available; the signal's reason if
 * it was aborted
 */
export async function lintModule(
  module: OpenModule,
  options: LintOptions,
  print: Print,
  tools: Tools,
): Promise<boolean> {
  const { refused } = forPlatforms(module, undefined);
  if (refused.length > 0) {
    const outcome = moduleOutcome(module.facts, module.release, refused);
    renderFindings(outcome, { color: false }).split('\n').forEach(print);
    return false;
  }
  const platform = module.facts.platforms[0] ?? 'linux/amd64';
  const compiler = await tools.cCompiler(module.release, platform);
  if (compiler.missing !== undefined) withoutCgo(compiler, module, tools);
  const cgo = compiler.missing === undefined;
  const extra = compiler.missing === undefined ? compiler.env : {};
  const toolchain = await exactGo(module, { platform, cgo, extra }, tools);
  const tags = options.tags ?? module.facts.tags;
  const vetted = await vet({ module, toolchain, platform, compiler }, { ...options, tags }, print, tools);
  // What go can't load, golangci-lint can't either.
  if (options.golangciLint === false || vetted === 'not-loaded') return vetted === 'clean';
  const { signal } = tools.around;
  const linted = await golangciLint(
    module,
    toolchain,
    { ...options, tags, program: programOf(options), signal },
    print,
  );
  return vetted === 'clean' && linted;
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
  { facts }: OpenModule,
  tools: Tools,
): void {
  const file = cgoFile(facts);
  if (file !== undefined) {
    throw new InputError([{ file, message: `it imports "C", and ${missing}`, fix }]);
  }
  tools.say(`${facts.dir}: vetted without cgo, which it does not use: ${missing}`);
}

function cgoFile({ packages }: PluginFacts): string | undefined {
  const files = [...packages.values()].flatMap((p) => p.files);
  return files.find(({ header }) => header.imports.some(({ path }) => path === 'C'))?.file;
}

interface Subject {
  readonly module: OpenModule;
  readonly toolchain: ReadyGo;
  readonly platform: Platform;
  readonly compiler: CCompiler;
}

async function vet(
  { module, toolchain, platform, compiler }: Subject,
  { packages = ['./...'], tags = [] }: LintOptions,
  print: Print,
  tools: Tools,
): Promise<'clean' | 'found' | 'not-loaded'> {
  const { facts, release, reader, folder } = module;
  print(`${facts.dir}: go vet with Go ${release.go} for ${platform} (Nakama ${release.version})`);
  const placed = placesFromRoot(reader.folders, [facts.dir]);
  const seen = moduleOverlay(reader.folders.root, facts, 'libraries');
  const { code, stderr } = await overlaying(seen, release.go, (overlay) =>
    tools.run(
      toolchain,
      folder,
      [
        'vet',
        moduleMode(module),
        ...overlayFlag(overlay),
        ...(compareGo(release.go, '1.18') >= 0 ? ['-buildvcs=false'] : []),
        ...(tags.length > 0 ? [`-tags=${tags.join(',')}`] : []),
        ...packages,
      ],
      {
        onStdoutLine: (line) => print(placed(line)),
        onStderrLine: (line) => {
          if (isDownload(line)) tools.say(line);
          else print(placed(line));
        },
      },
    ),
  );
  if (code === 0) return 'clean';
  const fix = fixOf(stderr, facts.dir);
  if (fix !== undefined) print(`  fix: ${fix}`);
  if (compiler.missing !== undefined)
    print(`  it was vetted without cgo: ${compiler.missing} (${compiler.fix})`);
  return fix === undefined ? 'found' : 'not-loaded';
}
