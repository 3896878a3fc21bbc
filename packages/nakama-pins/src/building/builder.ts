import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { parse as parseVersion } from 'semver';
import { checkArtifacts, readPlugin } from '../artifact/check-artifacts';
import { serverOfRelease } from '../artifact/server';
import type { Finding } from '../findings/finding';
import { InputError } from '../input/problem';
import { writeFiles } from '../input/write-file';
import { usesVendor } from '../linking/selection';
import { openCatalog } from '../releases/catalog';
import type { Platform, Release } from '../releases/release-model';
import { chooseCCompiler, type CCompiler } from '../toolchain/c-compiler';
import { downloadsOnly } from '../toolchain/downloads';
import type { FetchProgress } from '../toolchain/fetch-toolchain';
import { resolveToolchain, type Toolchain } from '../toolchain/toolchain';
import { chooseRelease, findRelease } from '../verify/choose-release';
import { failureDraft, type CompiledDraft } from '../verify/compiled-findings';
import { judge, toFinding, toReport } from '../verify/judge';
import type { PluginFacts } from '../workspace/facts';
import { under } from '../workspace/folders';
import { PluginReader } from '../workspace/read-plugin';
import { goBuildFlags, refusedFlags, type BuildFlags } from './go-build-flags';
import { goBuild } from './go-build';
import { pluginPackages } from './plugin-names';
import type { BuildOutcome, BuiltPlugin } from './build-outcome';

export interface BuilderOptions {
  /** Absolute. */
  readonly root: string;
  /** Over every nakama.json. */
  readonly release?: string;
  /** The user's environment: PATH, proxies, caches. */
  readonly env: NodeJS.ProcessEnv;
  /** Ends every go that runs, and every download. */
  readonly signal?: AbortSignal;
  /** Called with each step and each download, as one line. */
  readonly onLine?: (line: string) => void;
  /** Called while a Go toolchain is fetched. */
  readonly onFetch?: (progress: FetchProgress) => void;
}

export interface BuildOptions extends BuildFlags {
  /** GOOS/GOARCH; those of nakama.json unless given. */
  readonly platforms?: readonly Platform[];
  /** Relative to the workspace root; `dist/` and the module's folder unless given. A folder for each platform is in it. */
  readonly outputDir?: string;
  /** Forces a C compiler: a program and arguments, as in CC, or `zig`. */
  readonly cc?: string;
}

/** Builds plugins that the release's server loads. */
export interface Builder {
  /**
   * Builds every plugin of a module for every platform, each into `<outputDir>/linux-amd64/<name>.so`, whole or not at
   * all. The same sources give the same bytes, wherever and by whom they are built.
   *
   * @param dir module folder, relative to the root, with `/` separators
   * @throws InputError where a file can't be read as what it claims to be, a flag is refused, or Go or a C compiler
   * can't be had; the signal's reason where it was aborted
   */
  build(dir: string, options?: BuildOptions): Promise<BuildOutcome>;
}

/** What a platform is built with. */
class Kit {
  private first: Promise<unknown> | undefined;

  constructor(
    readonly toolchain: Extract<Toolchain, { missing?: undefined }>,
    readonly compiler: Extract<CCompiler, { missing?: undefined }>,
  ) {}

  /**
   * Runs one build. The first has no other beside it: where nothing is cached yet, both would compile the whole standard
   * library.
   */
  async build<T>(work: () => Promise<T>): Promise<T> {
    if (this.first) {
      await this.first;
      return work();
    }
    const result = work();
    this.first = result.catch(() => undefined);
    return result;
  }
}

/** @throws InputError where `release` is not known */
export function createBuilder(options: BuilderOptions): Builder {
  const { root, release: override } = options;
  const catalog = openCatalog({ workspaceDir: root });
  const forced = override === undefined ? undefined : catalog.get(override);
  const reader = new PluginReader(root);
  const kits = new Kits(options);

  return {
    async build(dir, buildOptions = {}) {
      const facts = reader.read(dir);
      if (facts.kind === 'library') throw isLibrary(facts);
      const { release, unknown } = chooseRelease(facts, forced, reader.settingsOf(dir).release, catalog);
      if (!release) {
        return outcome(facts, '', { findings: [toFinding('unknown-release', dir, 'declared', unknown)] });
      }
      const refused = flagFindings(facts, buildOptions, release);
      if (refused.length > 0) return outcome(facts, release.version, { findings: refused });
      const declared = judge(facts, release, findRelease(catalog)).findings;
      return buildAll({ facts, release, declared, reader, kits }, buildOptions, options);
    },
  };
}

/** Go and a C compiler for each platform; asked for once, however many plugins are built. */
class Kits {
  private readonly known = new Map<string, Promise<Kit>>();

  constructor(private readonly options: BuilderOptions) {}

  /** @throws InputError where one of them can't be had */
  get(facts: PluginFacts, release: Release, platform: Platform, cc: string | undefined): Promise<Kit> {
    const key = JSON.stringify([release.go, release.serverImageBase, platform, cc]);
    const kit = this.known.get(key) ?? this.assemble(facts, release, platform, cc);
    this.known.set(key, kit);
    return kit;
  }

  private async assemble(
    facts: PluginFacts,
    { go, serverImageBase }: Release,
    platform: Platform,
    cc: string | undefined,
  ): Promise<Kit> {
    const { root, env, signal, onLine, onFetch } = this.options;
    const compiler = await chooseCCompiler({ platform, serverImageBase, root, base: env, cc });
    if (compiler.missing !== undefined) throw unavailable(facts, compiler);
    const toolchain = await resolveToolchain({
      version: go,
      platform,
      base: env,
      extra: compiler.env,
      fetch: true,
      signal,
      onStderrLine: downloadsOnly(onLine),
      onFetch,
    });
    if (toolchain.missing !== undefined) throw unavailable(facts, toolchain);
    return new Kit(toolchain, compiler);
  }
}

interface Subject {
  readonly facts: PluginFacts;
  readonly release: Release;
  /** What the committed files say. */
  readonly declared: readonly Finding[];
  readonly reader: PluginReader;
  readonly kits: Kits;
}

async function buildAll(
  { facts, release, declared, reader, kits }: Subject,
  { platforms = facts.platforms, outputDir = under('dist', facts.dir), cc, ...flags }: BuildOptions,
  { signal, onLine }: BuilderOptions,
): Promise<BuildOutcome> {
  // Go would build a package main without InitModule, too.
  const findings = declared.filter(({ id }) => id === 'init-module');
  const vendorErrors = declared.filter(({ id }) => id === 'vendor-out-of-step');
  const vendors = usesVendor(facts) && vendorErrors.length === 0;
  findings.push(...vendorErrors.map(passedOver));
  const built: BuiltPlugin[] = [];
  const warnings = new Set<string>();
  // One after the other: go keeps all processors busy.
  for (const platform of [...new Set(platforms)].sort()) {
    const kit = await kits.get(facts, release, platform, cc);
    const { toolchain, compiler } = kit;
    if (compiler.warning !== undefined) warnings.add(compiler.warning);
    for (const { pattern, name } of pluginPackages(facts)) {
      const file = under(outputDir, `${platform.replace('/', '-')}/${name}.so`);
      onLine?.(`${file}: Go ${release.go}, ${compiler.command}`);
      const { bytes, failure } = await kit.build(() =>
        goBuild({
          toolchain,
          dir: reader.folders.absolute(facts.dir),
          package: pattern,
          flags: goBuildFlags(flags, release.go, vendors),
          signal,
          onStderrLine: downloadsOnly(onLine),
        }),
      );
      if (failure) {
        findings.push(compileFinding(failureDraft(failure, facts, release), facts));
      } else {
        write(reader.folders.absolute(file), file, bytes);
        findings.push(...artifactFindings(reader.folders.absolute(file), file, facts, release, platform));
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        built.push({ platform, file, size: bytes.length, sha256, cc: compiler.command });
      }
    }
  }
  return outcome(facts, release.version, { findings, built, warnings: [...warnings] });
}

function outcome(
  facts: PluginFacts,
  release: string,
  { findings, built = [], warnings = [] }: { findings: readonly Finding[] } & Partial<BuildOutcome>,
): BuildOutcome {
  const report = toReport(facts, release, unique(findings), 'artifact');
  return { dir: facts.dir, module: report.module, release, built, report, warnings };
}

/** What in the `.so` speaks against it, with proof `artifact`. */
function artifactFindings(
  absPath: string,
  file: string,
  { dir }: PluginFacts,
  release: Release,
  platform: Platform,
): Finding[] {
  const reports = checkArtifacts([readPlugin(absPath, file)], serverOfRelease(release, platform));
  return reports.flatMap(({ findings }) => findings.map((finding) => ({ ...finding, dir })));
}

function write(absPath: string, displayPath: string, bytes: Buffer): void {
  mkdirSync(dirname(absPath), { recursive: true });
  writeFiles([{ absPath, displayPath, text: bytes }]);
}

function isLibrary({ goMod, dir }: PluginFacts): InputError {
  return new InputError([
    {
      file: goMod.file,
      message: `${dir} is a library: it has no package main with InitModule`,
      fix: 'build the plugins that use it',
    },
  ]);
}

/** A server that its workspace names so was built with flags of its own: `3.40.0-debug`. */
function isDebug({ version }: Release): boolean {
  return parseVersion(version)?.prerelease.includes('debug') ?? false;
}

/** One finding for each flag that is refused; with one, nothing is built. */
function flagFindings(facts: PluginFacts, flags: BuildFlags, release: Release): Finding[] {
  const { goMod, dir } = facts;
  return refusedFlags(flags, isDebug(release)).map(({ flag, reason }) =>
    toFinding('artifact-flags', dir, 'declared', {
      severity: 'error',
      location: { file: goMod.file, ...(goMod.module?.position ?? { line: 1, column: 1 }) },
      subject: flag,
      message: `it can't be built with ${flag}: ${reason}`,
      fix: `leave ${flag} out`,
    }),
  );
}

function unavailable({ goMod }: PluginFacts, { missing, fix }: { missing: string; fix: string }): InputError {
  return new InputError([{ file: goMod.file, message: missing, fix }]);
}

function compileFinding({ id, explainedBy: _, ...draft }: CompiledDraft, { dir }: PluginFacts): Finding {
  return toFinding(id, dir, 'artifact', draft);
}

/** vendor/ that disagrees with go.mod stops plain `go build`, but not this one, which then builds without it. */
function passedOver(finding: Finding): Finding {
  return { ...finding, severity: 'warning', message: `${finding.message}; it was built without vendor/` };
}

/** Two platforms mostly fail for one reason. */
function unique(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}
