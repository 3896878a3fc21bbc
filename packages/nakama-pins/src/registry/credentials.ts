import { tmpdir } from 'node:os';
import { findProgram } from '../toolchain/find-program';
import { runProgram } from '../toolchain/run-program';
import { type DockerConfig, dockerConfigs } from './docker-config';
import { ImageError, quoted } from './image-error';
import { inTime } from './limits';
import { isObject } from './manifest';

/** Who asks. */
export type Credentials =
  | { readonly kind: 'password'; readonly user: string; readonly password: string; readonly from: string }
  /** A refresh token of OAuth 2, which a token server changes for an access token. */
  | { readonly kind: 'identity'; readonly token: string; readonly from: string }
  /** A token for the registry itself. */
  | { readonly kind: 'bearer'; readonly token: string; readonly from: string };

export interface CredentialOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** How long a credential helper may take. */
  readonly helperMs: number;
}

/**
 * The login that the user has for a registry: by its credential helper, the store of all, or the file.
 *
 * @param login how `docker login` calls the registry
 * @throws ImageError if the helper that is named does not do its work, InputError if config.json can't be read
 */
export async function findCredentials(
  login: string,
  options: CredentialOptions,
): Promise<Credentials | undefined> {
  for (const config of dockerConfigs(options.env)) {
    const helper = ownValue(config.credHelpers, login) ?? config.credsStore;
    const found = typeof helper === 'string' ? await askHelper(helper, login, config, options) : undefined;
    const known = found ?? inFile(login, config);
    if (known) return known;
  }
  return undefined;
}

function ownValue(values: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}

function inFile(login: string, { auths, file }: DockerConfig): Credentials | undefined {
  // Old versions of Docker wrote addresses: `https://registry.example.com/v1/`.
  const key = Object.hasOwn(auths, login)
    ? login
    : Object.keys(auths).find((k) => hostOf(k) === hostOf(login));
  const entry = key === undefined ? undefined : auths[key];
  if (!isObject(entry)) return undefined;
  const { auth, username, password, identitytoken, registrytoken } = entry;
  if (isText(registrytoken)) return { kind: 'bearer', token: registrytoken, from: file };
  if (isText(identitytoken)) return { kind: 'identity', token: identitytoken, from: file };
  if (isText(auth)) {
    const [user = '', ...rest] = Buffer.from(auth, 'base64').toString('utf8').replace(/\0+$/, '').split(':');
    return user === '' ? undefined : { kind: 'password', user, password: rest.join(':'), from: file };
  }
  if (!isText(username) || typeof password !== 'string') return undefined;
  return { kind: 'password', user: username, password, from: file };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function hostOf(key: string): string {
  return key.replace(/^https?:\/\//, '').split('/', 1)[0] ?? key;
}

/** A name, so that it leads to no other folder. */
const HELPER = /^\w[\w.-]*$/;

/** Speaks the protocol of https://github.com/docker/docker-credential-helpers. */
async function askHelper(
  helper: string,
  login: string,
  { file }: DockerConfig,
  { env, signal, helperMs }: CredentialOptions,
): Promise<Credentials | undefined> {
  const name = `docker-credential-${helper}`;
  const fault = (message: string, fix: string, cause?: unknown): ImageError =>
    new ImageError('unauthorized', { file, message, fix }, { cause });
  if (!HELPER.test(helper)) {
    throw fault(`${JSON.stringify(quoted(helper))} is no name of a credential helper`, 'correct the file');
  }
  const program = findProgram(name, env);
  if (program === undefined) {
    throw fault(
      `it names the credential helper ${name}, which is not on PATH`,
      'install it, or take it out of the file and log in again: docker login',
    );
  }
  const limit = AbortSignal.timeout(helperMs);
  const run = { program, args: ['get'], cwd: tmpdir(), env, input: `${login}\n` };
  const { code, stdout } = await runProgram({ ...run, signal: AbortSignal.any([signal, limit]) }).catch(
    (error: unknown) => {
      if (signal.aborted) throw signal.reason;
      const why = limit.aborted ? `did not answer within ${inTime(helperMs)}` : 'could not be run';
      throw fault(`the credential helper ${name} ${why}`, `try it: echo ${login} | ${name} get`, error);
    },
  );
  if (code !== 0) {
    // Not an error: the registry may give the image to everyone.
    if (/credentials not found/i.test(stdout)) return undefined;
    throw fault(
      `the credential helper ${name} failed: ${quoted(stdout.trim()) || `exit code ${code}`}`,
      `try it: echo ${login} | ${name} get`,
    );
  }
  return fromHelper(stdout, name) ?? undefined;
}

function fromHelper(stdout: string, from: string): Credentials | undefined {
  let json: unknown;
  try {
    json = JSON.parse(stdout);
  } catch {
    return undefined;
  }
  if (!isObject(json) || !isText(json['Secret'])) return undefined;
  const { Username: user, Secret: secret } = json;
  // The name that says that the secret is a token.
  if (user === '<token>') return { kind: 'identity', token: secret, from };
  return isText(user) ? { kind: 'password', user, password: secret, from } : undefined;
}
