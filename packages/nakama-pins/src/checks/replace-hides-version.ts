import { isProved, type SharedModule } from '../linking/linking';
import { isLocalReplace } from '../go-module/build-list';
import type { ReplaceDirective } from '../go-module/module-files';
import type { Release } from '../releases/release-model';
import { defineCheck, type FindingDraft } from './define-check';

/**
 * With -trimpath the linker's fingerprint names the *required* version, whatever code a replace puts in its place.
 * So `require X v1.1` with `replace X => X v1.0` is refused even with the server's own code.
 */
export const replaceHidesVersion = defineCheck(
  'replace-hides-version',
  function* ({ facts, linking, release }) {
    for (const shared of linking.shared) {
      const replace = shared.selection?.replace;
      if (!replace || shared.selection?.version === undefined) continue;
      const draft = judge(shared, shared.selection.version, replace, release);
      if (draft) yield { ...draft, location: { file: facts.goMod.file, ...replace.position } };
    }
  },
);

type Draft = Omit<FindingDraft, 'location'>;

function judge(
  shared: SharedModule,
  required: string,
  replace: ReplaceDirective,
  release: Release,
): Draft | undefined {
  const { because } = shared;
  const { path, version } = shared.module;
  const target = [replace.new.path, replace.new.version].filter(Boolean).join(' ');
  const atServerVersion = required === version;
  const subject = path;
  const expected = version;

  if (isLocalReplace(replace)) {
    // A wrong required version is reported by the version checks: the folder changes nothing about it.
    if (!atServerVersion) return undefined;
    return {
      severity: 'warning',
      subject,
      expected: `${path} ${version} as published`,
      actual: target,
      message: `${path} is compiled from ${target}: it loads only while that folder holds ${version} unchanged (${because})`,
      fix: `keep ${target} equal to ${path} ${version}, or drop the replace`,
    };
  }
  if (!atServerVersion) {
    return {
      severity: isProved(shared) ? 'error' : 'undecided',
      subject,
      expected,
      actual: `${required} => ${target}`,
      message: `${path} is required at ${required} and replaced by ${target}: Go compares the required version, and Nakama ${release.version} links ${version} (${because})`,
      fix: `drop the replace and require ${path} ${version}`,
    };
  }
  if (replace.new.path === path && replace.new.version === version) return undefined;
  return {
    severity: 'undecided',
    subject,
    expected: `${path} ${version}`,
    actual: target,
    message: `${path} is replaced by ${target}: other code under the server's version, refused as soon as an exported type or a position in it differs (${because})`,
    fix: `drop the replace: require ${path} ${version} already is the server's`,
  };
}
