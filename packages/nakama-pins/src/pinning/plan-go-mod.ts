import { isLocalReplace } from '../go-module/build-list';
import { compareGo, goLineFor, hasToolchains, isDroppedToolchain } from '../go-module/compare-go';
import type { GoModEdit } from '../go-module/edit/go-mod-edit';
import type { GoMod } from '../go-module/module-files';
import type { Linking, SharedModule } from '../linking/linking';
import { NAKAMA_COMMON } from '../releases/nakama-modules';
import type { Release } from '../releases/release-model';

/**
 * The edits that bring a plugin's go.mod to its release, as far as its text tells: the go line, an exact require for
 * every shared module, the replace recipe away. What the server does not link is left alone.
 */
export function planGoMod(goMod: GoMod, linking: Linking, release: Release): GoModEdit[] {
  return [
    ...planGoLine(goMod, linking, release),
    ...planToolchain(goMod, linking, release),
    ...linking.shared.flatMap((shared) => planRequire(goMod, shared)),
  ];
}

function planGoLine(goMod: GoMod, linking: Linking, release: Release): GoModEdit[] {
  const version = goLineAfter(goMod, linking, release);
  return version === goMod.go?.version ? [] : [{ kind: 'set-go', version }];
}

/** The go line that the module has once it is pinned: its own if that fits. */
function goLineAfter({ go }: GoMod, { closure }: Linking, release: Release): string {
  const wanted = goLineFor(release.go);
  return go && goLineFits(go.version, wanted, release, closure.exact) ? go.version : wanted;
}

/**
 * The server's Go must take the line, and it must be no lower than nakama-common's own. Below 1.17 it does not pin the
 * build, but raising it asks for a go.mod that lists every module: that is done here only if all are known.
 */
function goLineFits(line: string, wanted: string, release: Release, allKnown: boolean): boolean {
  if (compareGo(line, wanted) > 0) return false;
  if (!hasToolchains(release.go) && !/^\d+\.\d+$/.test(line)) return false;
  const common = release.module(NAKAMA_COMMON)?.goLine;
  if (hasToolchains(release.go) && common !== undefined && compareGo(line, common) < 0) return false;
  return compareGo(line, '1.17') >= 0 || line === wanted || !allKnown;
}

/** Only a line that names the server's Go beside a lower go line says something that is right. */
function planToolchain(goMod: GoMod, linking: Linking, release: Release): GoModEdit[] {
  const name = goMod.toolchain?.name;
  if (name === undefined) return [];
  const fits =
    hasToolchains(release.go) &&
    name === `go${release.go}` &&
    !isDroppedToolchain(name, goLineAfter(goMod, linking, release));
  return fits ? [] : [{ kind: 'drop-toolchain' }];
}

function planRequire(
  goMod: GoMod,
  { module, selection, parent, certain, direct }: SharedModule,
): GoModEdit[] {
  const { path, version } = module;
  const edits: GoModEdit[] = [];
  const replace = selection?.replace;
  if (replace && !isLocalReplace(replace)) {
    // A fork is somebody's decision: the finding that stays says what it means.
    if (replace.new.path !== path) return [];
    edits.push({ kind: 'drop-replace', path, version: replace.old.version });
  }
  // A pin to an older release may have excluded what this one has: Go would pass the requirement over.
  if (goMod.exclude.some((e) => e.path === path && e.version === version))
    edits.push({ kind: 'drop-exclude', path, version });
  const listed = goMod.require.filter((r) => r.path === path);
  if (listed.some((r) => r.version !== version)) edits.push({ kind: 'set-require', path, version });
  // Beside a module that may hold the same packages a new requirement would make the imports ambiguous.
  if (listed.length === 0 && certain && !parent)
    edits.push({ kind: 'set-require', path, version, indirect: !direct });
  return edits;
}
