import { createHash } from 'node:crypto';
import { lstatSync, rmSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import { type ArtifactOutcome, checkArtifacts, readPlugin } from '../artifact/check-artifacts';
import { openedBy, type OpenedPath, readOpened } from '../artifact/read-opened';
import { serverOfRelease } from '../artifact/server';
import type { Draft, Finding } from '../findings/finding';
import { FINDINGS } from '../findings/registry';
import { toFinding } from '../findings/to-finding';
import { moduleLine } from '../go-module/module-line';
import { distinct } from '../input/distinct';
import { InputError, problemsOf } from '../input/problem';
import { makeFolder, writeFiles } from '../input/write-file';
import { usesVendor } from '../linking/selection';
import {
  buildsFromVendor,
  type VendorDisagreement,
  vendorDisagreements,
} from '../linking/vendor-disagreements';
import type { Platform, Release } from '../releases/release-model';
import { gcflagsOf } from '../releases/variants';
import { overlayFlag, overlaying } from '../toolchain/overlay';
import type { Tools } from '../toolchain/tools';
import { failureDraft } from '../verify/go-failure-drafts';
import { judge, moduleOutcome } from '../verify/judge';
import type { Company } from '../verify/meeting';
import type { OpenModule } from '../verify/open-module';
import { isDebug, refusedTags } from '../verify/refused-tags';
import { clashesOf } from '../verify/verify-module';
import { forPlatforms } from '../verify/wanted-platforms';
import type { PluginFacts } from '../workspace/facts';
import { under } from '../workspace/folders';
import { moduleOverlay } from '../workspace/module-overlay';
import { NAKAMA_JSON } from '../workspace/nakama-json';
import { pluginFile, pluginPackages } from '../workspace/plugin-files';
import type { BuildKit, BuildKits } from './build-kit';
import type { BuildOptions } from './build-options';
import type { BuildOutcome, BuiltPlugin } from './build-outcome';
import { goBuild } from './go-build';
import { type BuildFlags, goBuildFlags, refusedFlags } from './go-build-flags';

/**
 * Builds every plugin of a module for every platform, each into `<outputDir>/linux-amd64/<name>.so`, whole or not at
 * all. The same sources give the same bytes, wherever and by whom they are built.
 *
 * @param outputDir relative to the workspace root; undefined if nothing is to be written, and so nothing is checked
 * @param around with what else its server opens; nothing by default
 * @throws InputError if a flag is refused, the module is a library, a file that it opens is missing, or Go or a C compiler is not available; the signal's
 * reason if it was aborted
 */
export async function buildModule(
  opened: OpenModule,
  outputDir: string | undefined,
  options: BuildOptions,
  around: Around,
): Promise<BuildOutcome> {
  if (opened.facts.kind === 'library') throw isLibrary(opened.facts);
  const { module, platforms, refused } = forPlatforms(opened, options.platforms);
  const { facts, release, releases } = module;
  const { cc, ...given } = options;
  const flags = { ...given, tags: facts.tags };
  const against = [...refused, ...flagFindings(facts, flags, release)];
  if (against.length > 0) return outcome(facts, release, { findings: against });
  const result: Result = { findings: [], built: [], warnings: new Set() };
  // What is open of plugins that may meet is left to proof `compiled`: the build does not answer it.
  const clashes = around.company && clashesOf(around.company).filter(({ certain }) => certain);
  result.findings.push(
    ...judge(facts, release, releases, { clashes }).findings.filter(
      ({ id }) => FINDINGS[id].settledBy.building === 'repeats',
    ),
  );
  if (usesVendor(facts))
    result.findings.push(...vendorDisagreements(facts).map((fault) => workedAround(fault, facts.dir)));
  // `init-module` has said so.
  if (pluginPackages(facts).length === 0) return outcome(facts, release, result);
  const { go, serverImageBase } = release;
  const openedFiles = new Map(platforms.map((platform) => [platform, openedOn(platform, module)]));
  const kits: [Platform, BuildKit][] = [];
  // All of them first: nothing is built if one platform can't be.
  for (const platform of platforms) {
    const kit = await around.kits({ go, serverImageBase, platform, cc, file: facts.goMod.file });
    if (kit.compiler.warning !== undefined) result.warnings.add(kit.compiler.warning);
    kits.push([platform, kit]);
  }
  try {
    // One after the other: go keeps all processors busy.
    for (const [platform, kit] of kits)
      await buildFor(
        platform,
        kit,
        { module, outputDir, flags, opened: openedFiles.get(platform) ?? [], tools: around.tools },
        result,
      );
  } catch (error) {
    // What was built before stays, and is told.
    const problems = problemsOf(error);
    return { ...outcome(facts, release, result), verdict: 'unknown', problems, ok: false };
  }
  return outcome(facts, release, result);
}

interface Around {
  readonly tools: Tools;
  readonly kits: BuildKits;
  readonly company?: Company;
}

/** What has come of a build so far. */
interface Result {
  readonly findings: Finding[];
  readonly built: BuiltPlugin[];
  readonly warnings: Set<string>;
}

interface Building {
  readonly module: OpenModule;
  readonly outputDir: string | undefined;
  readonly flags: BuildFlags;
  /** What the plugin opens itself. */
  readonly opened: readonly OpenedPath[];
  readonly tools: Tools;
}

async function buildFor(
  platform: Platform,
  kit: BuildKit,
  { module, outputDir, flags, opened, tools }: Building,
  { findings, built }: Result,
): Promise<void> {
  const { facts, release, reader, folder } = module;
  const { toolchain, compiler } = kit;
  for (const { pattern, name } of pluginPackages(facts)) {
    const file = pluginFile(outputDir ?? facts.dir, platform, name);
    const absPath = reader.folders.absolute(file);
    tools.say(`${outputDir === undefined ? facts.dir : file}: Go ${release.go}, ${compiler.command}`);
    const seen = moduleOverlay(reader.folders.root, facts, 'all');
    const { bytes, failure } = await kit.build(() =>
      overlaying(seen, release.go, (overlay) =>
        goBuild({
          run: (cwd, args) => tools.run(toolchain, cwd, args),
          dir: folder,
          package: pattern,
          // Flags of the user come last, and win.
          flags: [
            ...overlayFlag(overlay),
            ...goBuildFlags(flags, release.go, buildsFromVendor(facts), gcflagsOf(release)),
          ],
        }),
      ),
    );
    if (failure) {
      findings.push(toFinding(failureDraft(failure, facts, release), facts.dir, 'artifact'));
    } else if (outputDir !== undefined) {
      write(absPath, file, bytes);
      const server = serverOfRelease(release, platform);
      const reports = checkArtifacts(
        [readPlugin(absPath, file)],
        server,
        openedBy(file, opened),
        unnamedBy(file, facts),
      );
      findings.push(...reports.flatMap((report) => findingsOf(report, facts)));
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      built.push({ platform, file, size: bytes.length, sha256, cc: compiler.command });
    }
  }
}

function outcome(
  facts: PluginFacts,
  release: Release,
  {
    findings,
    built = [],
    warnings = new Set(),
  }: Pick<Result, 'findings'> & Partial<Omit<Result, 'findings'>>,
): BuildOutcome {
  // Two platforms mostly fail for one reason.
  return { ...moduleOutcome(facts, release, distinct(findings), 'artifact'), built, warnings: [...warnings] };
}

/** What is wrong in the `.so`, and in what it opens, with proof `artifact`. */
function findingsOf({ findings }: ArtifactOutcome, { dir }: PluginFacts): Finding[] {
  return findings.map((finding) => ({ ...finding, dir }));
}

function openedOn(platform: Platform, { facts, reader }: OpenModule): OpenedPath[] {
  return readOpened(facts.opens ?? [], { absolute: (file) => reader.folders.absolute(file) }, platform);
}

/** Where the plugin's own source opens others, that has been said with its place. */
function unnamedBy(file: string, { dir, opens, openings }: PluginFacts): ReadonlyMap<string, string> {
  return new Map(opens || openings.length > 0 ? [] : [[file, under(dir, NAKAMA_JSON)]]);
}

function write(absPath: string, displayPath: string, bytes: Buffer): void {
  makeFolder(dirname(absPath), posix.dirname(displayPath));
  // What a build wrote is a file: a link there would have it write anywhere.
  if (lstatSync(absPath, { throwIfNoEntry: false })?.isSymbolicLink()) rmSync(absPath);
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

/** One finding for each flag that is refused; with one, nothing is built. */
function flagFindings(facts: PluginFacts, flags: BuildFlags, release: Release): Finding[] {
  const { goMod, dir } = facts;
  const location = moduleLine(goMod);
  const drafts: Draft[] = refusedFlags(flags, isDebug(release)).map(({ flag, reason }) => ({
    id: 'artifact-flags',
    severity: 'error',
    location,
    data: { kind: 'refused', flag, reason },
  }));
  return [...refusedTags(facts, release), ...drafts].map((draft) => toFinding(draft, dir, 'declared'));
}

/** vendor/ that disagrees with go.mod stops plain `go build`, but not this one, which then builds without it. */
function workedAround(disagreement: VendorDisagreement, dir: string): Finding {
  const { location } = disagreement;
  const data = { disagreement, isWorkedAround: true };
  return toFinding({ id: 'vendor-out-of-step', severity: 'warning', location, data }, dir, 'declared');
}
