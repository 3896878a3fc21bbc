import { posix } from 'node:path';
import type { Finding } from '../findings/finding';
import type { Outcome } from '../findings/outcome';
import { docsUrl, FINDINGS } from '../findings/registry';
import { pinCommand } from '../findings/wording/go-command';
import { distinct } from '../input/distinct';
import { printable, printableName } from '../input/printable';
import type { Problem } from '../input/problem';
import type { WorkspaceRun } from '../open-workspace/ends';
import type { PinOutcome } from '../pinning/pin-outcome';
import type { Entry, Identified, Rule } from './entry';
import { withFingerprints } from './fingerprint';
import { wellFormed } from './well-formed';

/** In the order in which tools cut long lists off. */
const WORST_FIRST = ['problem', 'error', 'undecided', 'warning'] as const;

/**
 * All that a run has to say: problems, findings, and of `pin` what it could not or was not to write.
 *
 * @param prefix what comes before paths from the workspace root: `games/` where the repository's root is above it
 */
export function entriesOf({ modules, problems }: WorkspaceRun, prefix: string): readonly Entry[] {
  const found = [
    ...problems.map(ofProblem),
    ...modules.flatMap((module) => [...module.findings.map(ofFinding), ...ofPin(module)]),
  ];
  const placed = found.map(({ entry, identity }) => ({
    entry: { ...entry, file: placedFile(wellFormed(entry.file), prefix) },
    identity,
  }));
  const entries = distinct(withFingerprints(distinct(placed)));
  return WORST_FIRST.flatMap((severity) => entries.filter((entry) => entry.severity === severity));
}

/** What was given on the command line is no path of the workspace: an absolute one, or two together. */
function placedFile(file: string, prefix: string): string {
  return /^(?:\/|[A-Za-z]:[\\/]|""$)/.test(file) ? file : posix.join(prefix, file);
}

const README = 'https://github.com/nx-nakama/nx-nakama/blob/main/packages/nakama-pins/README.md';

const BAD_INPUT: Rule = {
  id: 'bad-input',
  title: 'Something could not be judged',
  helpUri: `${README}#reports`,
};

const UNPINNED: Rule = {
  id: 'pins-out-of-step',
  title: 'pin would change the file',
  helpUri: `${README}#nakama-pins-pin-dir`,
};

const CONFLICT: Rule = {
  id: 'pin-conflict',
  title: "The server's version can't be pinned, because a dependency demands another one",
  helpUri: UNPINNED.helpUri,
};

function ofProblem({ file, position, message, expected, found, fix, more }: Problem): Identified {
  const detail = [expected && `expected ${expected}`, found && `found ${found}`].filter(Boolean).join(', ');
  return {
    entry: {
      rule: BAD_INPUT,
      severity: 'problem',
      file,
      line: position?.line ?? 1,
      column: position?.column ?? 1,
      message: withMore(words(`${message}${detail && ` (${detail})`}`), more),
      fix: fix && commandOf(fix),
    },
    identity: [file, message.replace(/\d+/g, '0')],
  };
}

function ofFinding(finding: Finding): Identified {
  const { id, severity, location, fix, more } = finding;
  return {
    entry: {
      rule: { id, title: FINDINGS[id].title, helpUri: docsUrl(id) },
      severity,
      ...location,
      message: withMore(words(finding.message), more),
      fix: commandOf(fix),
    },
    identity: [location.file, ...about(finding)],
  };
}

function about(of: Finding): readonly (string | undefined)[] {
  return [of.module, of.package, of.platform, of.image, of.directive, of.flag, of.library];
}

/** Of `pin --check` the files that would change, and of each `pin` its conflicts. */
function ofPin(outcome: Outcome & Partial<PinOutcome>): Identified[] {
  const { dir, ok, conflicts = [], changes = [], written } = outcome;
  const goMod = dir === '.' ? 'go.mod' : `${dir}/go.mod`;
  const start = { severity: 'error', line: 1, column: 1 } as const;
  const held = conflicts.map(({ module, message, fix }) => ({
    entry: {
      ...start,
      rule: CONFLICT,
      file: goMod,
      message: words(message),
      fix: commandOf(fix),
    },
    identity: [goMod, module],
  }));
  // --dry-run takes changes for no fault.
  if (ok || written || conflicts.length > 0) return held;
  return changes.map(({ file }) => ({
    entry: {
      ...start,
      rule: UNPINNED,
      file,
      message: 'the file is not as pin would write it',
      fix: commandOf(pinCommand(dir)),
    },
    identity: [file],
  }));
}

/** What is shown of a message that a file makes long. */
const SHOWN_CHARACTERS = 2000;

function words(text: string): string {
  return printable(wellFormed(text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text));
}

/** A fix stays whole, and on one line: it is pasted. */
function commandOf(fix: string): string {
  return printable(printableName(wellFormed(fix)));
}

function withMore(message: string, more = 0): string {
  return more === 0 ? message : `${message}; and ${more} more that are not listed`;
}
