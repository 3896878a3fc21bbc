import { type LinkEvidence, provesLinking, type UnknownImports } from '../../linking/evidence';
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

function open(unknown: UnknownImports | undefined): string {
  return unknown === undefined
    ? 'no main package was found'
    : `the imports of ${unknown.package} are not known: nakama-pins verify --online ${unknown.dir} reads them`;
}
