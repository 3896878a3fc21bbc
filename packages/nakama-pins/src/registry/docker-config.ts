import { isAbsolute, join } from 'node:path';
import { homeFolder } from '../input/home-folder';
import { readTextFileIfExists } from '../input/read-text';
import { ImageError } from './image-error';
import { isObject } from './manifest';

/** What Docker's config.json says about logins. */
export interface DockerConfig {
  /** What messages call it. */
  readonly file: string;
  readonly auths: Readonly<Record<string, unknown>>;
  readonly credHelpers: Readonly<Record<string, unknown>>;
  readonly credsStore?: string;
}

const MAX_BYTES = 1024 * 1024;

/**
 * The user's logins, as Docker keeps them: first those of DOCKER_AUTH_CONFIG (which CI systems set), then those of
 * config.json in DOCKER_CONFIG, else in `~/.docker`.
 *
 * @throws InputError if one is there and can't be read
 */
export function dockerConfigs(env: NodeJS.ProcessEnv): DockerConfig[] {
  const variable = env['DOCKER_AUTH_CONFIG'];
  const file = configFile(env);
  const text = file === undefined ? undefined : readTextFileIfExists(file, file, { maxBytes: MAX_BYTES });
  return [
    ...(variable
      ? [{ ...parse(variable, 'DOCKER_AUTH_CONFIG'), credHelpers: {}, credsStore: undefined }]
      : []),
    ...(file !== undefined && text?.trim() ? [parse(text, file)] : []),
  ];
}

/** Where `docker login` writes; undefined for a user without a home. */
function configFile(env: NodeJS.ProcessEnv): string | undefined {
  const set = env['DOCKER_CONFIG'];
  const home = homeFolder(env);
  const folder = set && isAbsolute(set) ? set : home === undefined ? undefined : join(home, '.docker');
  return folder === undefined ? undefined : join(folder, 'config.json');
}

function parse(text: string, file: string): DockerConfig {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    // Said below; the parser's own message may quote a password.
  }
  if (!isObject(json)) {
    throw new ImageError('unauthorized', {
      file,
      message: 'the logins of Docker are no JSON object',
      fix: 'log in again: docker login; or remove the file, if no login is needed',
    });
  }
  const { auths, credHelpers, credsStore } = json;
  return {
    file,
    auths: isObject(auths) ? auths : {},
    credHelpers: isObject(credHelpers) ? credHelpers : {},
    ...(typeof credsStore === 'string' && credsStore !== '' && { credsStore }),
  };
}
