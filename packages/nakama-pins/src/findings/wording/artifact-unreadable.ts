import type { Problem } from '../../input/problem';
import { defineFinding, STAYS, type Words } from '../define-finding';

/** Why a file can't be read as a plugin. */
export type Unreadable = Pick<Problem, 'message' | 'expected' | 'found' | 'fix'>;

export const artifactUnreadable = defineFinding({
  title: 'The file is damaged, or it is not a shared library',
  about: 'file',
  byCheck: false,
  settledBy: STAYS,
  words: unreadableWords,
});

/** `dlopen` refuses the file, or runs past its end. */
export function unreadableWords({ message, expected, found, fix = '' }: Unreadable): Words {
  const detail = [message, expected && `expected ${expected}`, found && `found ${found}`];
  return { expected, actual: found, message: detail.filter(Boolean).join(', '), fix };
}
