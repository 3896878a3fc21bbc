import { posix } from 'node:path';
import { mayEmbed } from './embed-pattern';
import { type Folders, isInside, under } from './folders';
import { FolderRules, isIgnored } from './git-ignores';
import type { Embed, ModuleReach } from './module-reach';

/** What a build tool that hashes the workspace's own files misses of a module. */
export interface Unseen {
  /** Why a result may be stale when nothing of the workspace changed, one sentence each; none if all is seen. */
  readonly reasons: readonly string[];
  /** Folders of the workspace that links lead to: no file is known by the link's path. Relative to the root. */
  readonly linked: readonly string[];
}

/** What a module is made from, as far as it may be out of sight. */
export interface MadeFrom {
  readonly dir: string;
  readonly reach: ModuleReach;
  /** Folders that its go.mod replaces modules by, relative to the root or absolute. */
  readonly replacedBy: readonly string[];
}

/** Finds what git ignores, what lies outside, and where links lead. Each .gitignore is read once. */
export class UnseenFiles {
  private readonly rules: FolderRules;

  constructor(private readonly folders: Folders) {
    this.rules = new FolderRules(folders);
  }

  of({ dir, reach, replacedBy }: MadeFrom): Unseen {
    const linked = new Set<string>();
    const reasons: string[] = [];
    for (const folder of replacedBy) {
      const real = this.folders.real(folder);
      if (!isInside(real))
        reasons.push(`go.mod replaces a module by ${folder}, which is outside of the workspace`);
      else if (real !== folder) linked.add(real);
    }
    for (const path of reach.reads)
      if (!isInside(path)) reasons.push(`C code reads ${path}, which is outside of the workspace`);
    const own = reach.folders.filter(isInside);
    reasons.push(...own.flatMap((folder) => this.ignoredSources(folder)));
    if (this.folders.list(dir)?.folders.includes('vendor') && this.ignores(`${under(dir, 'vendor')}/`))
      reasons.push(`git ignores ${under(dir, 'vendor')}, which go builds from`);
    for (const embed of reach.embeds) {
      const file = this.ignoredOf(embed);
      if (file !== undefined) reasons.push(`git ignores ${file}, which is embedded`);
    }
    return { reasons, linked: [...linked].sort() };
  }

  private ignoredSources(folder: string): string[] {
    const rules = this.rules.of(folder);
    if (rules.length === 0) return [];
    if (folder !== '.' && isIgnored(`${folder}/`, rules))
      return [`git ignores ${folder}, a package's folder`];
    // Most rules name other kinds of files: these are not compared with thousands of names.
    if (!rules.some(({ mayNameGoFiles }) => mayNameGoFiles)) return [];
    const files = (this.folders.list(folder)?.files ?? []).filter((name) => name.endsWith('.go'));
    const ignored = files.map((name) => under(folder, name)).find((file) => isIgnored(file, rules));
    return ignored === undefined ? [] : [`git ignores ${ignored}, which is compiled`];
  }

  /** The first file of a pattern that git ignores. */
  private ignoredOf(embed: Embed): string | undefined {
    const { folder, pattern } = embed;
    const fixed = pattern.split('/').findIndex((element) => /[*?[\\]/.test(element));
    const elements = pattern.split('/').slice(0, fixed < 0 ? undefined : fixed);
    const start = posix.join(folder, ...elements);
    if (!isInside(start)) return undefined;
    for (const file of this.filesAt(start)) {
      if (mayEmbed(embed, file) && this.ignores(file)) return file;
    }
    return undefined;
  }

  /** The file at a path, or all in and below the folder there. */
  private *filesAt(path: string): Iterable<string> {
    const entries = this.folders.list(path);
    if (!entries) {
      if (this.folders.has(posix.dirname(path), posix.basename(path))) yield path;
      return;
    }
    for (const name of entries.files) yield under(path, name);
    for (const name of entries.folders) yield* this.filesAt(under(path, name));
  }

  private ignores(path: string): boolean {
    return isIgnored(path, this.rules.of(posix.dirname(path)));
  }
}
