import { posix } from 'node:path';
import { type FolderEntries, Folders } from './folders';
import type { Question, StampedFolders } from './stamped-folders';

/** Folders that note what they are asked. The stamps are those from before a file is read. */
export class TracedFolders extends Folders {
  private readonly asked = new Set<Question>();

  constructor(private readonly disk: StampedFolders) {
    super(disk.root);
  }

  override list(dir: string): FolderEntries | undefined {
    this.note(`folder ${dir}`);
    return this.disk.list(dir);
  }

  /** Asks for one name alone: others may come and go. */
  override has(dir: string, file: string): boolean {
    this.note(`file ${dir}/${file}`);
    return this.disk.has(dir, file);
  }

  override text(file: string, maxBytes: number): string {
    this.note(`file ${posix.dirname(file)}/${posix.basename(file)}`);
    return this.disk.text(file, maxBytes);
  }

  override real(folder: string): string {
    this.note(`link ${folder}`);
    return this.disk.real(folder);
  }

  /** What was asked, each once; a list of a folder says all of its files. */
  get trace(): Question[] {
    return [...this.asked].filter((question) => {
      if (!question.startsWith('file ')) return true;
      return !this.asked.has(`folder ${posix.dirname(question.slice('file '.length))}`);
    });
  }

  private note(question: Question): void {
    if (this.asked.has(question)) return;
    this.asked.add(question);
    this.disk.stampOf(question);
  }
}
