import {
  type LinkEvidence,
  provesLinking,
  type UnknownImports,
  type WhyUnknown,
} from '../../linking/evidence';
import { few } from './lists';

/** On what it rests that the plugin links something of a module. */
export type Evidence =
  | LinkEvidence
  /** As go compiled it: from a package of the plugin to the one that differs. */
  | { readonly kind: 'compiled'; readonly chain: readonly string[] }
  /** Packages that stand in the built file. */
  | { readonly kind: 'built'; readonly packages: readonly string[] };

/** `linked: plugins/arena/main.go:8 imports go.uber.org/zap → go.uber.org/multierr` */
export function linked(evidence: Evidence): string {
  const isProved = evidence.kind === 'compiled' || evidence.kind === 'built' || provesLinking(evidence);
  return `${isProved ? 'linked' : 'perhaps linked'}: ${because(evidence)}`;
}

/** What the evidence is. */
export function because(evidence: Evidence): string {
  switch (evidence.kind) {
    case 'imports':
      return `${evidence.file}:${evidence.line} imports ${evidence.chain.join(' → ')}`;
    case 'vendor':
      return `${evidence.file} lists ${evidence.package}`;
    case 'go.sum':
      return `go.sum has the hash of its source, and ${open(evidence.unknown)}`;
    case 'requirement':
      return `go.mod requires it, and ${open(evidence.unknown)}`;
    case 'compiled':
      return evidence.chain.join(' → ');
    case 'built':
      return few(evidence.packages);
  }
}

/** What is not known, why, and the command that decides it. */
function open(unknown: UnknownImports | undefined): string {
  const [first, ...others] = unknown?.groups ?? [];
  if (!unknown || !first) return 'no main package was found';
  const { dir } = unknown;
  if (others.length === 0 && first.why.kind === 'not read')
    return `the imports of ${first.packages[0] ?? ''} are not known: npx nakama-pins verify --online ${dir} reads them`;
  const named = [first, ...others].map(({ packages, why }) => `${few(packages)} (${reason(why)})`);
  return `the imports of ${few(named)} are not known: npx nakama-pins verify --proof compiled ${dir} decides`;
}

function reason(why: WhyUnknown): string {
  switch (why.kind) {
    case 'not read':
      return 'npx nakama-pins verify --online reads them';
    case 'no module':
      return 'no module that go.mod lists has it';
    case 'no hash':
      return `go.sum has no hash of ${why.module}`;
    case 'not downloaded':
      return why.failure;
    case 'other source':
      return `${why.url} is not the source of ${why.module} that go.sum names`;
    case 'not in its module':
      return `${why.module} has no such package, or a file of it is not Go`;
  }
}
