import { folderFrom } from '../go-module/build-list';
import type { GoModEdit } from '../go-module/edit/go-mod-edit';
import { UNPUBLISHED } from '../go-module/module-version';
import { isInModule } from '../go-module/package-path';
import type { LocalModule, PluginFacts } from '../workspace/facts';

/** Whether the plugin links a package of a library. */
export function isImported({ path }: LocalModule, { packages }: PluginFacts): boolean {
  return [...packages.keys()].some((name) => isInModule(name, path));
}

/** The edits by which a build with GOWORK=off finds a library that go.work alone knows. */
export function wire({ path, dir }: LocalModule, facts: PluginFacts): GoModEdit[] {
  return [
    { kind: 'set-require', path, version: UNPUBLISHED },
    { kind: 'add-replace', old: { path }, new: { path: folderFrom(facts.dir, dir) } },
  ];
}
