import { posix } from 'node:path';
import { fitsPlugins } from '../../go-module/build-target';
import { applyGoModEdits, type GoModEdit } from '../../go-module/edit/go-mod-edit';
import { parseGoHeader } from '../../go-module/go-header';
import { parseGoMod } from '../../go-module/go-mod';
import type { PluginFacts } from '../../workspace/facts';
import { under } from '../../workspace/folders';
import type { PinPlanInput } from '../plan-pins';

/** A dependency at a version, and the packages of it that the plugin is to be able to import. */
export interface Addition {
  readonly module: string;
  readonly version: string;
  readonly packages: readonly string[];
}

/** What a plan is made from with dependencies added, and a file by which the plugin imports them. */
export interface Added {
  readonly input: PinPlanInput;
  /** A Go file that exists nowhere; `text` undefined if nothing is to be imported. */
  readonly file: string;
  readonly text?: string;
}

const FILE_NAME = 'nakama_pins_get.go';

/**
 * Adds requirements to go.mod, and imports of the packages to the plugin's own, so that all that follows is as if they
 * were written: what they link is shared, is pinned, is compiled, and stays when go tidies.
 */
export function withAdditions(input: PinPlanInput, additions: readonly Addition[]): Added {
  const { facts, textOf } = input;
  const file = under(packageFolder(facts), FILE_NAME);
  if (additions.length === 0) return { input, file };
  const goModFile = facts.goMod.file;
  const goMod = applyGoModEdits(textOf(goModFile), goModFile, additions.flatMap(edits));
  const paths = [...new Set(additions.flatMap(({ packages }) => packages))].sort();
  const text = importingFile(packageName(facts), paths);
  return {
    input: {
      ...input,
      facts: { ...withFile(facts, file, text), goMod: parseGoMod(goMod, goModFile) },
      textOf: (name) => (name === goModFile ? goMod : textOf(name)),
    },
    file,
    text,
  };
}

function edits({ module: path, version }: Addition): GoModEdit[] {
  return [
    // An earlier pin may have excluded it: Go would pass the requirement over.
    { kind: 'drop-exclude', path, version },
    { kind: 'set-require', path, version },
  ];
}

function importingFile(name: string, paths: readonly string[]): string {
  return `package ${name}\n\nimport (\n${paths.map((path) => `\t_ "${path}"\n`).join('')})\n`;
}

function withFile(facts: PluginFacts, file: string, text: string): PluginFacts {
  const [start = ''] = facts.startPackages;
  const own = facts.packages.get(start);
  if (!own) return facts;
  const source = { file, name: FILE_NAME, header: parseGoHeader(text, file) };
  const packages = new Map(facts.packages);
  packages.set(start, { ...own, files: [...own.files, source] });
  return { ...facts, packages };
}

function packageFolder(facts: PluginFacts): string {
  const file = firstFile(facts)?.file;
  return file === undefined ? facts.dir : posix.dirname(file);
}

function packageName(facts: PluginFacts): string {
  return firstFile(facts)?.header.packageName ?? 'main';
}

function firstFile({ startPackages, packages }: PluginFacts) {
  return packages.get(startPackages[0] ?? '')?.files.find(fitsPlugins);
}
