import { tmpdir } from 'node:os';
import { findGo, runGo } from './go-command';
import { goEnvironment, toolchainName, type GoEnvironmentOptions } from './go-environment';
import { explainGoFailure } from './go-failure';

/** The exact Go, ready to run, or why there is none. */
export type Toolchain =
  | {
      readonly go: string;
      readonly env: NodeJS.ProcessEnv;
      readonly missing?: undefined;
      readonly fix?: undefined;
    }
  | {
      readonly go?: undefined;
      /** One sentence without a full stop. */
      readonly missing: string;
      readonly fix: string;
    };

/**
 * Finds a `go` on PATH that runs as the exact version: from 1.21 on it fetches that toolchain by itself
 * (https://go.dev/doc/toolchain). Whether it does is asked of it, which also downloads the toolchain.
 *
 * @throws the signal's reason where it was aborted
 */
export async function resolveToolchain(
  options: GoEnvironmentOptions & Pick<Parameters<typeof runGo>[0], 'signal' | 'onStderrLine'>,
): Promise<Toolchain> {
  const { version, base, signal, onStderrLine } = options;
  const name = toolchainName(version);
  const go = findGo(base);
  if (go === undefined) {
    return {
      missing: 'there is no go on PATH',
      fix: `install Go 1.21 or newer (https://go.dev/dl): it fetches ${name} by itself`,
    };
  }
  const env = goEnvironment(options);
  // No go.mod above may have a say.
  const { code, stdout, stderr } = await runGo({
    go,
    args: ['version'],
    cwd: tmpdir(),
    env,
    signal,
    onStderrLine,
  });
  if (code !== 0) {
    const { lines, fix } = explainGoFailure(stderr);
    return { missing: `${name} can't be had: ${lines.join('; ')}`, fix };
  }
  const actual = /^go version (go\S+)/.exec(stdout)?.[1];
  if (actual === name) return { go, env };
  return {
    missing: `${go} is ${actual ?? 'no Go'}, which can't run as ${name}`,
    fix: `put Go 1.21 or newer on PATH (https://go.dev/dl): it fetches ${name} by itself`,
  };
}
