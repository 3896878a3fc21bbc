import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Workspace } from './workspace';

/** An entry of executors.json; paths are relative to the package. */
export interface Executor {
  readonly implementation: string;
  readonly batchImplementation: string;
}

/** Puts programs of a test in the place of executors of the installed nx-nakama. Its inference stays as it is. */
export class InstalledExecutors {
  private readonly folder: string;
  private readonly file: string;

  constructor({ root }: Workspace) {
    this.folder = join(root, 'node_modules/nx-nakama');
    this.file = join(this.folder, 'executors.json');
  }

  get names(): string[] {
    return Object.keys(this.read().executors);
  }

  /** @param change gives the entry of the executor, changed or as it is */
  replace(name: string, change: (executor: Executor) => Executor): void {
    const json = this.read();
    const executor = json.executors[name];
    if (!executor) throw new Error(`there is no executor ${name}`);
    json.executors[name] = change(executor);
    writeFileSync(this.file, JSON.stringify(json));
  }

  /**
   * Adds a program to the package.
   *
   * @param path relative to the package
   * @returns the path as an entry has it
   */
  add(path: string, source: string): string {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), source);
    return `./${path}`;
  }

  private read(): { executors: Record<string, Executor> } {
    return JSON.parse(readFileSync(this.file, 'utf8')) as { executors: Record<string, Executor> };
  }
}
