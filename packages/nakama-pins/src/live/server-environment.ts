import { InputError } from '../input/problem';

/** What every program needs of the user's environment. */
const KEPT = ['PATH', 'HOME', 'TMPDIR', 'SystemRoot', 'USERPROFILE', 'TEMP'];

/**
 * The environment of a server: what is given, and nothing of the shell's that could change what its plugins do. It sends no
 * statistics.
 *
 * @param given `NAME=VALUE`
 * @throws InputError if one is not of that form
 */
export function serverEnvironment(env: NodeJS.ProcessEnv, given: readonly string[]): NodeJS.ProcessEnv {
  const bad = given.filter((text) => !/^[^=]+=/.test(text));
  if (bad.length > 0) {
    throw new InputError(
      bad.map((text) => ({
        file: '--env',
        message: `${JSON.stringify(text)} gives no variable its value`,
        expected: 'NAME=VALUE',
        fix: `write for example --env ${/^\w+$/.test(text) ? text : 'STRIPE_KEY'}=test`,
      })),
    );
  }
  const kept = KEPT.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]] as const]));
  const more = given.map(
    (text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)] as const,
  );
  return Object.fromEntries([...kept, ['NAKAMA_TELEMETRY', '0'], ...more]);
}
