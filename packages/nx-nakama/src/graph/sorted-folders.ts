/** Folders, of which those below another are found without looking at each: a workspace has thousands. */
export class SortedFolders {
  private readonly sorted: readonly string[];

  /** @param folders relative to the workspace root */
  constructor(folders: Iterable<string>) {
    this.sorted = [...new Set(folders)].sort();
  }

  /** Those below a folder, without the folder itself; sorted by code units. */
  below(dir: string): readonly string[] {
    if (dir === '.') return this.sorted.filter((folder) => folder !== '.');
    // `0` comes right after `/`.
    return this.sorted.slice(this.firstFrom(`${dir}/`), this.firstFrom(`${dir}0`));
  }

  /** The place of the first that is not before the text. */
  private firstFrom(text: string): number {
    let [low, high] = [0, this.sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.sorted[middle] as string) < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
