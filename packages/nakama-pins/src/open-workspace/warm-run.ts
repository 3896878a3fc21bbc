import { buildModule } from '../building/build-module';
import { testModule } from '../go-targets/test-module';
import { InputError } from '../input/problem';
import type { ChosenServer } from '../loading/choose-server';
import type { Platform, Release } from '../releases/release-model';
import type { DiagnosisRow } from '../toolchain/diagnose';
import type { Surroundings } from '../toolchain/tools';
import { findPluginModules } from '../verify/find-modules';
import { ModuleOpener, type OpenModule } from '../verify/open-module';
import { type LateParts, lateParts } from './late-parts';
import { opening } from './verify-run';

/** What is made ready. */
export interface WarmOptions extends Surroundings {
  /** Relative to the root: the modules in and below it. */
  readonly dir: string;
  /** Overrides every nakama.json. */
  readonly release?: string;
}

/**
 * Does now what the first build, test and load of modules would do and what later ones find done: the exact Go and what the
 * modules require are fetched, the standard library and their packages are compiled, and the server is built. Nothing of
 * the workspace is written. Each step has a row; one that can't be done keeps none of the others from being done.
 *
 * @throws the signal's reason if it was aborted
 */
export async function warmRun({ dir, release, ...around }: WarmOptions): Promise<DiagnosisRow[]> {
  const opener = new ModuleOpener(around.root, release);
  const late = lateParts(around, (version) => opener.catalog.load(version));
  const found = findPluginModules(around.root, [dir]);
  const open = opening(opener, found, { signal: around.signal, isToCompile: true });
  const rows: DiagnosisRow[] = [];
  const servers = new Map<string, { release: Release; platform: Platform }>();
  for (const module of found) {
    rows.push(
      ...(await rowsOf(module.dir, async () => {
        const opened = open(module.dir);
        if (opened.unreleased) throw new Error(opened.unreleased.findings[0]?.message);
        for (const platform of opened.facts.kind === 'library' ? [] : opened.facts.platforms)
          servers.set(`${opened.release.version} ${platform}`, { release: opened.release, platform });
        return compile(opened, late);
      })),
    );
  }
  for (const { release: of, platform } of servers.values()) {
    const subject = `server ${of.version} for ${platform}`;
    rows.push(
      ...(await rowsOf(subject, async () => [
        serverRow(subject, await (await late.servers())({ release: of, platform, choice: {} })),
      ])),
    );
  }
  return rows;
}

async function compile(module: OpenModule, late: LateParts): Promise<DiagnosisRow[]> {
  const { facts } = module;
  const [tools, kits] = [await late.tools(), await late.kits()];
  const rows: DiagnosisRow[] = [];
  if (facts.kind !== 'library') {
    const { findings } = await buildModule(module, undefined, {}, { tools, kits });
    const failed = findings.find(({ id }) => id === 'does-not-compile');
    rows.push(
      failed
        ? {
            subject: facts.dir,
            status: 'note',
            found: failed.message.replaceAll(/\s*\n\s*/g, ' '),
            fix: failed.fix,
          }
        : { subject: facts.dir, status: 'ok', found: `compiled for ${facts.platforms.join(', ')}` },
    );
  }
  // No test has this name: their packages are compiled alone.
  const said: string[] = [];
  const isCompiled = await testModule(module, { run: '^$' }, (line) => said.push(line), tools);
  rows.push({
    subject: facts.dir,
    status: isCompiled ? 'ok' : 'note',
    found: isCompiled ? 'tests compiled for this computer' : (said[1] ?? 'tests do not compile'),
  });
  return rows;
}

function serverRow(subject: string, chosen: ChosenServer): DiagnosisRow {
  return chosen.server
    ? { subject, status: 'ok', found: chosen.server.name }
    : { subject, status: 'note', found: chosen.missing, fix: chosen.fix };
}

async function rowsOf(subject: string, work: () => Promise<DiagnosisRow[]>): Promise<DiagnosisRow[]> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(({ message, fix }) => ({ subject, status: 'missing', found: message, fix }));
  }
}
