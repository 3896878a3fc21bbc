import { defineFinding } from '../define-finding';
import { VERSION_SETTLING, versionWords } from './version-mismatch';

export const transitiveDependency = defineFinding({
  title: 'A transitive dependency has another version than the server links',
  about: 'module',
  byCheck: true,
  settledBy: VERSION_SETTLING,
  words: versionWords,
});
