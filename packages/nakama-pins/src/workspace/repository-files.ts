import { type Folders, under } from './folders';
import { isForeign } from './foreign-folders';
import { FolderRules, isIgnored } from './git-ignores';

/** The files of a workspace that git would know: what .gitignore names is left out, and so are other repositories. */
export class RepositoryFiles {
  private readonly rules: FolderRules;
  private readonly names = new Map<string, readonly string[]>();
  private readonly lists = new Map<string, readonly string[]>();

  /** @param isWanted by its name alone, whether a file is listed */
  constructor(
    private readonly folders: Folders,
    private readonly isWanted: (name: string) => boolean,
  ) {
    this.rules = new FolderRules(folders);
  }

  /**
   * The wanted files in and below a folder, sorted by folder; the list is made once. Links to folders are not followed, and
   * neither `vendor`, `node_modules`, `testdata` nor a folder with a `.git` of its own is entered.
   *
   * @param nested whether folders with a go.mod of their own are entered
   */
  below(dir: string, nested: boolean): readonly string[] {
    const key = `${nested} ${dir}`;
    let list = this.lists.get(key);
    if (!list) {
      list = isForeign(dir) ? [] : [...this.walk(dir, nested)];
      this.lists.set(key, list);
    }
    return list;
  }

  /** The wanted files directly in a folder, also those that git ignores. */
  directlyIn(dir: string): string[] {
    return this.wantedIn(dir).map((name) => under(dir, name));
  }

  /** The names of the folders directly in a folder. */
  foldersIn(dir: string): readonly string[] {
    return this.folders.list(dir)?.folders ?? [];
  }

  /** Whether a .gitignore at or above its folder names the file. */
  ignores(dir: string, file: string): boolean {
    return isIgnored(file, this.rules.of(dir));
  }

  /** What is below the folder is listed again when it is next asked for. */
  forget(): void {
    this.lists.clear();
    this.names.clear();
  }

  private wantedIn(dir: string): readonly string[] {
    let names = this.names.get(dir);
    if (!names) {
      names = (this.folders.list(dir)?.files ?? []).filter(this.isWanted);
      this.names.set(dir, names);
    }
    return names;
  }

  private *walk(dir: string, nested: boolean): Iterable<string> {
    const entries = this.folders.list(dir);
    if (!entries) return;
    const rules = this.rules.of(dir);
    for (const name of this.wantedIn(dir)) {
      const file = under(dir, name);
      if (!isIgnored(file, rules)) yield file;
    }
    for (const name of entries.folders) {
      const folder = under(dir, name);
      if (isForeign(name) || isIgnored(`${folder}/`, rules)) continue;
      const inner = this.folders.list(folder);
      const isOther = inner?.folders.includes('.git') || inner?.files.includes('.git');
      if (!isOther && (nested || !inner?.files.includes('go.mod'))) yield* this.walk(folder, nested);
    }
  }
}
