import { type Challenge, readChallenges } from './challenge';
import { type Credentials, findCredentials } from './credentials';
import { discard, type Http, type HttpAnswer, type HttpOptions, type HttpRequest } from './http';
import { ImageError, quoted } from './image-error';
import type { ImageName } from './image-name';
import { parseJson } from './manifest';

/** A token server's answer is small. */
const MAX_TOKEN_BYTES = 1024 * 1024;
const CLIENT = 'nakama-pins';

/**
 * Finds out what a registry wants to see of a user, and gets it: a name and a password (`Basic`), or a token that a
 * token server gives for them or for nobody (`Bearer`; https://distribution.github.io/distribution/spec/auth/token/).
 * Reading is all that is asked for.
 */
export class Authorizer {
  /** Of the last login that was found; undefined if the user has none. */
  private credentials: Promise<Credentials | undefined> | undefined;
  private header: string | undefined;

  constructor(
    private readonly http: Http,
    private readonly image: ImageName,
    private readonly options: HttpOptions,
  ) {}

  /** The header `authorization` that the registry took last; none before it asked. */
  headers(): Record<string, string> {
    return this.header === undefined ? {} : { authorization: this.header };
  }

  /** Where the user's login is from; undefined if there is none. */
  async loginFrom(): Promise<string | undefined> {
    return (await this.credentials)?.from;
  }

  /**
   * Answers a 401.
   *
   * @returns false if nothing can be answered
   * @throws ImageError if the token server refuses
   */
  async answer(refused: HttpAnswer): Promise<boolean> {
    // A host that the registry redirects to must not choose who gets the login.
    if (refused.url.host !== this.image.host) return false;
    const headers = [refused.headers['www-authenticate'] ?? []].flat();
    const challenges = readChallenges(headers);
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
    const isBasic = challenges.some(({ scheme }) => scheme === 'basic');
    if (!bearer && !isBasic) return false;
    const { env, signal, limits } = this.options;
    this.credentials ??= findCredentials(this.image.login, { env, signal, helperMs: limits.helperMs });
    const credentials = await this.credentials;
    if (credentials?.kind === 'bearer') this.header = `Bearer ${credentials.token}`;
    else if (bearer) this.header = `Bearer ${await this.token(bearer, credentials)}`;
    else if (credentials?.kind === 'password') this.header = basic(credentials);
    else return false;
    return true;
  }

  private async token({ parameters }: Challenge, credentials: Credentials | undefined): Promise<string> {
    const realm = this.realm(parameters.get('realm'));
    const service = parameters.get('service');
    const scope = parameters.get('scope') ?? `repository:${this.image.repository}:pull`;
    const query = { ...(service !== undefined && { service }), scope };
    const answer = await this.http.send(
      credentials?.kind === 'identity'
        ? oauth(realm, { ...query, refresh_token: credentials.token })
        : plain(realm, query, credentials),
    );
    if (answer.status !== 200) {
      discard(answer);
      throw this.refusal(answer, credentials);
    }
    const bytes = await this.http.read(answer, MAX_TOKEN_BYTES, 'the answer of the token server');
    const { token, access_token: accessToken } = parseJson(bytes, this.options.name, 'the token');
    const found = [token, accessToken].find(
      (text) => typeof text === 'string' && /^[\x21-\x7e]+$/.test(text),
    );
    if (typeof found === 'string') return found;
    throw new ImageError('unauthorized', {
      file: this.options.name,
      message: `${realm.host} gave no token`,
      fix: 'check the name of the registry, and log in again: docker login',
    });
  }

  private realm(text: string | undefined): URL {
    try {
      const realm = new URL(text ?? '');
      if (realm.username === '' && realm.password === '') return realm;
    } catch {
      // Said below.
    }
    throw new ImageError('unauthorized', {
      file: this.options.name,
      message: `${this.image.host} wants a token, but names no address that gives one`,
      found: JSON.stringify(quoted(text ?? '')),
      fix: 'check the name of the registry',
    });
  }

  private refusal({ status, url }: HttpAnswer, credentials: Credentials | undefined): ImageError {
    return new ImageError('unauthorized', {
      file: this.options.name,
      message: credentials
        ? `${url.host} does not take the login in ${credentials.from} (${status})`
        : `${url.host} gives no token to someone without a login (${status})`,
      fix: loginFix(this.image),
    });
  }
}

/** The command that logs in. */
export function loginFix({ host, login }: ImageName): string {
  return `log in: docker login${login.startsWith('https:') ? '' : ` ${host}`}`;
}

function basic({ user, password }: Extract<Credentials, { kind: 'password' }>): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

function plain(
  realm: URL,
  query: Readonly<Record<string, string>>,
  credentials: Credentials | undefined,
): HttpRequest {
  const url = new URL(realm);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const headers: Record<string, string> =
    credentials?.kind === 'password' ? { authorization: basic(credentials) } : {};
  return { method: 'GET', url, headers };
}

/** https://distribution.github.io/distribution/spec/auth/oauth/ */
function oauth(realm: URL, query: Readonly<Record<string, string>>): HttpRequest {
  const form = new URLSearchParams({ ...query, grant_type: 'refresh_token', client_id: CLIENT });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return { method: 'POST', url: realm, headers, body: form.toString() };
}
