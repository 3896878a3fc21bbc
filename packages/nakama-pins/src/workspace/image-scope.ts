import { posix } from 'node:path';
import { imageFileKind } from '../images/recognition';
import { distinct } from '../input/distinct';
import { groupBy } from '../input/group-by';
import { folderAndAncestors } from './folders';
import type { RepositoryFiles } from './repository-files';

/** Folders at the root that hold deployments, containers and scripts; `deploy` stands for `deployments`, too. */
const TOOL_FOLDERS = /^(?:\.devcontainer|deploy.*|infra.*|docker.*|k8s|scripts)$/;

const WORKFLOWS = '.github/workflows';

/** Of what is directly above a plugin: a root folder has files of many other programs. */
const ABOVE = /^(?:GNUm|[Mm])akefile$|^\.?justfile$|\.(?:mk|sh|bat|cmd|ps1)$|^taskfile\b.*\.ya?ml$/i;

/** Files that may name a plugin's images, of one folder at or above it; the nearest folder first. */
export interface FileGroup {
  readonly folder: string;
  readonly files: readonly string[];
}

/**
 * What is read where nakama.json names the release: what is in the plugin's folder, what is directly in the folders
 * above it, and the root's folders of tools. `nx-nakama` lists the same as inputs.
 */
export class NearGroups {
  private readonly above = new Map<string, FileGroup>();

  constructor(private readonly repository: RepositoryFiles) {}

  of(dir: string): FileGroup[] {
    const [, ...above] = folderAndAncestors(dir);
    const own = [
      ...directFiles(dir, this.repository),
      ...this.repository.below(dir, false).filter(canNameImage),
    ];
    return [{ folder: dir, files: distinct(own) }, ...above.map((folder) => this.groupAbove(folder))];
  }

  private groupAbove(folder: string): FileGroup {
    let group = this.above.get(folder);
    if (!group) {
      const tools = folder === '.' ? toolFiles(this.repository) : [];
      group = { folder, files: distinct([...directFiles(folder, this.repository), ...tools]) };
      this.above.set(folder, group);
    }
    return group;
  }
}

function directFiles(folder: string, repository: RepositoryFiles): string[] {
  return repository
    .directlyIn(folder)
    .filter((file) => isOfContainers(file) || ABOVE.test(posix.basename(file)));
}

function toolFiles(repository: RepositoryFiles): string[] {
  const folders = repository.foldersIn('.').filter((name) => TOOL_FOLDERS.test(name));
  const pipelines = repository.directlyIn('.').filter((file) => file === '.gitlab-ci.yml');
  const below = [...folders, WORKFLOWS].flatMap((folder) => repository.below(folder, false));
  return [...pipelines, ...below.filter(canNameImage)];
}

/**
 * All files of the repository, each with the plugins that it is nearest to: those at or below the lowest folder above
 * the file that has any. A file of another plugin is no group of this one.
 */
export class RepositoryGroups {
  private readonly byHome: ReadonlyMap<string, readonly string[]>;

  /** @param plugins folders of plugin modules */
  constructor(repository: RepositoryFiles, plugins: readonly string[]) {
    const homes = new Set(plugins.flatMap(folderAndAncestors));
    const homeOf = (file: string): string =>
      folderAndAncestors(posix.dirname(file)).find((folder) => homes.has(folder)) ?? '.';
    this.byHome = groupBy(repository.below('.', true).filter(canNameImage), homeOf);
  }

  of(dir: string, repository: RepositoryFiles): FileGroup[] {
    return folderAndAncestors(dir).map((folder) => {
      const direct = repository.directlyIn(folder).filter(isOfContainers);
      return { folder, files: distinct([...direct, ...(this.byHome.get(folder) ?? [])]) };
    });
  }

  /** All files, whosesoever. */
  all(): string[] {
    return [...this.byHome.values()].flat();
  }
}

/** Whether it is a Dockerfile or a compose file. */
export function isOfContainers(file: string): boolean {
  const kind = imageFileKind(posix.basename(file));
  return kind === 'dockerfile' || kind === 'compose';
}

function canNameImage(file: string): boolean {
  return imageFileKind(posix.basename(file)) !== undefined;
}
