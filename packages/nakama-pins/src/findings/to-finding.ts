import type { FindingKind } from './define-finding';
import type { Draft, Finding, Proof } from './finding';
import { docsUrl, FINDINGS } from './registry';

/** Puts what was found into words: the only place that makes a finding. */
export function toFinding(draft: Draft, dir: string, proof: Proof): Finding {
  const { id, severity, location, data } = draft;
  const { file, line, column } = location;
  // The data of a draft are those of its id.
  const kind = FINDINGS[id] as FindingKind<typeof data>;
  const { expected, actual, message, fix, ...about } = kind.words(data, { dir, file, line });
  return {
    id,
    severity,
    proof,
    dir,
    location: { file, line, column },
    ...about,
    expected,
    actual,
    message,
    fix,
    docsUrl: docsUrl(id),
  };
}
