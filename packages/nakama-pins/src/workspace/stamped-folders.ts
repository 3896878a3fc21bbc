import { type Stats, statSync } from 'node:fs';
import { posix } from 'node:path';
import { shortHash } from '../input/short-hash';
import { Folders, under } from './folders';
import { isScanned } from './scan-source';

/** A file that changed so lately may change again without another time stamp. */
const SETTLED_MS = 3_000;

/** Files, besides sources, whose content is read to tell what a module is. */
const READ_FILES: ReadonlySet<string> = new Set(['go.mod', 'go.sum', 'go.work', '.gitignore', 'nakama.json']);

/** What a disk was asked: for a folder's list, for a file, or where a link leads. */
export type Question = `folder ${string}` | `file ${string}` | `link ${string}`;

/**
 * Folders with stamps: what the system says of a file that was not changed, as git's index has it (the time of its last
 * change can't be set by hand). Each is asked once.
 */
export class StampedFolders extends Folders {
  private readonly stamps = new Map<Question, string>();
  private readonly unsettled = new Set<Question>();

  /**
   * Stands for the answer: for a folder, the names in it and the stamps of the files in it that are read. Equal stamps
   * mean equal answers.
   */
  stampOf(question: Question): string {
    let stamp = this.stamps.get(question);
    if (stamp === undefined) {
      stamp = this.makeStamp(question);
      this.stamps.set(question, stamp);
    }
    return stamp;
  }

  /** False if the answer changed so lately that another change may have the same stamp. */
  isSettled(question: Question): boolean {
    return !this.unsettled.has(question);
  }

  private makeStamp(question: Question): string {
    const space = question.indexOf(' ');
    const path = question.slice(space + 1);
    switch (question.slice(0, space)) {
      case 'folder':
        return this.folderStamp(question, path);
      case 'file':
        return this.has(posix.dirname(path), posix.basename(path)) ? this.fileStamp(question, path) : '';
      default:
        return this.real(path);
    }
  }

  private folderStamp(question: Question, dir: string): string {
    const entries = this.list(dir);
    if (!entries) return '';
    const words = [entries.folders.join('/'), ''];
    for (const name of entries.files) {
      words.push(name);
      if (READ_FILES.has(name) || isScanned(name)) words.push(this.fileStamp(question, under(dir, name)));
    }
    return shortHash(words.join('\n'));
  }

  private fileStamp(question: Question, file: string): string {
    const stats = statSync(this.absolute(file), { throwIfNoEntry: false });
    if (!stats || Date.now() - Math.max(stats.ctimeMs, stats.mtimeMs) < SETTLED_MS)
      this.unsettled.add(question);
    return stats ? stampOf(stats) : '';
  }
}

function stampOf({ mtimeMs, ctimeMs, size, ino }: Stats): string {
  return `${mtimeMs} ${ctimeMs} ${size} ${ino}`;
}
