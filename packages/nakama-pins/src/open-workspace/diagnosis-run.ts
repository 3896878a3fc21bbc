import { type Problem, problemsOf } from '../input/problem';
import { diagnose, type DiagnosisRow } from '../toolchain/diagnose';
import { folderRelease } from '../verify/folder-release';
import { ModuleOpener } from '../verify/open-module';
import { missingFolders } from './missing-folders';

/** What builds for the release of a folder would use. */
export interface DiagnosisRun {
  /** `null` if there is none: the problems say why. */
  readonly release: string | null;
  /** The release's exact Go. */
  readonly go: string | null;
  readonly platforms: readonly string[];
  readonly rows: readonly DiagnosisRow[];
  readonly problems: readonly Problem[];
  /** 0: nothing is missing. 1: something is. 2: there is no release to build for. */
  readonly exitCode: 0 | 1 | 2;
}

/** What is asked for. */
interface DiagnosisOptions {
  /** The workspace root, absolute. */
  readonly root: string;
  /** Relative to the root. */
  readonly dir: string;
  /** Overrides every nakama.json. */
  readonly release?: string;
  readonly env: NodeJS.ProcessEnv;
  readonly onLine?: (line: string) => void;
}

/**
 * Says what builds would use on this computer, for the release that is chosen as for a verdict.
 *
 * @throws InputError if `release` is not known
 */
export async function diagnosisRun(options: DiagnosisOptions): Promise<DiagnosisRun> {
  const { root, dir, env, onLine } = options;
  const opener = new ModuleOpener(root, options.release);
  const missing = missingFolders(root, [dir]);
  if (missing.length > 0) return undiagnosed(missing);
  try {
    const { release, unknown } = folderRelease(dir, opener);
    if (!release) {
      const { location, message, fix } = unknown;
      const { file, ...position } = location;
      return undiagnosed([{ file, position, message, fix }]);
    }
    const platforms = opener.newReader().settingsOf(dir).platforms.value;
    const rows = await diagnose({ root, release, platforms, env, onLine });
    const exitCode = rows.some(({ status }) => status === 'missing') ? 1 : 0;
    return { release: release.version, go: release.go, platforms, rows, problems: [], exitCode };
  } catch (error) {
    return undiagnosed(problemsOf(error));
  }
}

function undiagnosed(problems: readonly Problem[]): DiagnosisRun {
  return { release: null, go: null, platforms: [], rows: [], problems, exitCode: 2 };
}
