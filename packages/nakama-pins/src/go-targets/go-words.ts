import { inFolder } from '../findings/wording/go-command';
import { isDownload } from '../toolchain/downloads';
import { explainGoFailure } from '../toolchain/go-failure';

/** All that go printed to standard error, except downloads. */
export function wordsOf(stderr: string): string {
  const lines = stderr.split(/\r?\n/).filter((line) => line !== '' && !isDownload(line));
  return lines.join('\n');
}

/**
 * The fix for what go itself refuses: a hash that go.sum lacks, a folder that is not there. Undefined if go speaks
 * of code, which its own words place.
 *
 * @param stderr all that go printed to standard error
 * @param dir the module's folder: a command can be pasted at the workspace root
 */
export function fixOf(stderr: string, dir: string): string | undefined {
  const words = wordsOf(stderr);
  if (words === '') return undefined;
  const { kind, fix } = explainGoFailure(words);
  return kind === 'compile' || kind === 'other' ? undefined : inFolder(fix, dir);
}
