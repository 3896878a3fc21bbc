import { Authorizer, loginFix } from './authorizer';
import { Http, type HttpAnswer, type HttpOptions } from './http';
import { ImageError, quoted } from './image-error';
import type { ImageName } from './image-name';
import { isObject } from './manifest';

/** Why a registry refused is a few lines of JSON. */
const MAX_REASON_BYTES = 64 * 1024;

/** Asks a registry for parts of one repository, as the user that is logged in there. */
export class RegistryClient {
  readonly http: Http;
  private readonly authorizer: Authorizer;

  constructor(
    private readonly image: ImageName,
    options: HttpOptions,
  ) {
    this.http = new Http(options);
    this.authorizer = new Authorizer(this.http, image, options);
  }

  /**
   * @param path below the repository: `manifests/3.40.0`
   * @param what names it in messages: `the tag 3.40.0`
   * @returns the answer, with status 200 or 206
   * @throws ImageError
   */
  async ask(
    method: 'GET' | 'HEAD',
    path: string,
    headers: Readonly<Record<string, string>>,
    what: string,
  ): Promise<HttpAnswer> {
    const { host, repository } = this.image;
    const url = new URL(`${this.http.schemeOf(host)}://${host}/v2/${repository}/${path}`);
    const send = (): Promise<HttpAnswer> =>
      this.http.send({ method, url, headers: { ...headers, ...this.authorizer.headers() } });
    let answer = await send();
    if (answer.status === 401) {
      // Read, because it says why, should there be no answer to it; and a token may have ended.
      const reason = await this.reason(answer);
      if (!(await this.authorizer.answer(answer))) throw await this.refusal(answer, what, reason);
      answer = await send();
    }
    if (answer.status === 200 || answer.status === 206) return answer;
    throw await this.refusal(answer, what, await this.reason(answer));
  }

  private async refusal({ status, url }: HttpAnswer, what: string, reason: string): Promise<ImageError> {
    const { text, host, repository } = this.image;
    const found = reason === '' ? {} : { found: reason };
    if (url.host !== host) {
      const fix = 'run the command again; if it fails again, ask those who keep the registry';
      const message = `${host} sends to ${url.host}, which answers ${status}`;
      return new ImageError('refused', { file: text, message, ...found, fix });
    }
    if (status === 404) {
      const message = `${host} has no ${repository} with ${what}`;
      const fix = 'check name and tag, and push the image if it is yours';
      return new ImageError('not-found', { file: text, message, ...found, fix });
    }
    const from = await this.authorizer.loginFrom();
    if (status === 401 || status === 403) {
      // Docker Hub and others say so of repositories that do not exist, too.
      const message = from
        ? `${host} does not show ${repository} to the login in ${from} (${status})`
        : `${host} does not show ${repository} to someone without a login (${status})`;
      const fix = `${loginFix(this.image)}; or check the name, because it may not exist`;
      return new ImageError('unauthorized', { file: text, message, ...found, fix });
    }
    const message = `${host} answered ${status} when asked for ${what}`;
    const fix = 'check the name of the registry: something else than a registry may answer there';
    return new ImageError('unsupported', { file: text, message, ...found, fix });
  }

  /** What the registry says about an error (OCI distribution specification, error codes). */
  private async reason(answer: HttpAnswer): Promise<string> {
    const bytes = await this.http.read(answer, MAX_REASON_BYTES, 'an answer').catch((error: unknown) => {
      if (error instanceof ImageError) return Buffer.alloc(0);
      throw error;
    });
    try {
      const json: unknown = JSON.parse(bytes.toString('utf8'));
      const [first] = isObject(json) && Array.isArray(json['errors']) ? (json['errors'] as unknown[]) : [];
      const message = isObject(first) ? (first['message'] ?? first['code']) : undefined;
      return typeof message === 'string' ? quoted(message) : '';
    } catch {
      return '';
    }
  }
}
