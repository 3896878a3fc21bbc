import type { Platform } from '../releases/release-model';
import type { OpenModule } from '../verify/open-module';
import { forPlatforms } from '../verify/wanted-platforms';

/** A module whose plugins were built. */
export interface BuiltModule {
  readonly module: OpenModule;
  /** Where its `.so` are, relative to the root: a folder for each platform is in it. */
  readonly outputDir: string;
}

/** A module whose built plugins are given to a server. */
export interface Subject extends OpenModule {
  readonly platforms: readonly Platform[];
  readonly outputDir: string;
}

/**
 * Gives modules to servers, one platform after the other, and makes of what became of each its outcome.
 *
 * @param wanted in place of those of nakama.json
 * @param tryOn gives those of one platform to a server
 * @param outcomeOf of a module, by its trials on all platforms
 * @returns in the order of the modules
 */
export async function onEachPlatform<Trial extends { readonly subject: Subject }, Outcome>(
  built: readonly BuiltModule[],
  wanted: readonly Platform[] | undefined,
  tryOn: (platform: Platform, subjects: readonly Subject[]) => Promise<readonly Trial[]>,
  outcomeOf: (subject: Subject, trials: readonly Trial[]) => Outcome,
): Promise<Outcome[]> {
  const subjects = built.map(({ module, outputDir }) => ({
    ...module,
    outputDir,
    platforms: forPlatforms(module, wanted).platforms,
  }));
  const trials: Trial[] = [];
  for (const platform of [...new Set(subjects.flatMap(({ platforms }) => platforms))].sort()) {
    const some = subjects.filter(({ platforms }) => platforms.includes(platform));
    trials.push(...(await tryOn(platform, some)));
  }
  return subjects.map((subject) =>
    outcomeOf(
      subject,
      trials.filter((trial) => trial.subject === subject),
    ),
  );
}
