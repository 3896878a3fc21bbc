import { DownloadError, type DownloadFailure } from './download-error';
import { parseProxyList, tryProxies } from './proxy-list';

describe('parseProxyList', () => {
  it('reads addresses, "," and "|", and stops at direct and off', () => {
    const read = (text: string) =>
      parseProxyList(text).map((e) => `${e.url || e.kind}${e.fallBackOnError ? '|' : ''}`);
    expect(read('https://a.example/x/, b.example|file:///srv/proxy,direct,https://never')).toEqual([
      'https://a.example/x',
      'https://b.example|',
      'file:///srv/proxy',
      'direct',
    ]);
    expect(read('off,https://never')).toEqual(['off']);
  });

  it.each([',', ' | ', 'ftp://x.example', '/srv/proxy', 'proxy'])('refuses the proxy list %j', (text) => {
    expect(() => parseProxyList(text)).toThrow(DownloadError);
  });
});

describe('tryProxies', () => {
  /** Which proxies are asked, and the result; each proxy is named after how it fails. */
  async function run(goproxy: string): Promise<{ asked: string[]; result: string }> {
    const asked: string[] = [];
    const result = await tryProxies(parseProxyList(goproxy), ({ kind, url }) => {
      const name = kind === 'url' ? new URL(url).host : kind;
      asked.push(name);
      if (name === 'good') return Promise.resolve('got it');
      const failure = (name === 'direct' ? 'disabled' : name) as DownloadFailure;
      return Promise.reject(new DownloadError(failure, `${name} failed`, ''));
    }).catch((error: Error) => error.message);
    return { asked, result };
  }

  it.each([
    ['https://not-found,https://good', ['not-found', 'good'], 'got it'],
    ['https://refused,https://good', ['refused'], 'refused failed'],
    ['https://refused|https://good', ['refused', 'good'], 'got it'],
    ['https://offline|https://not-found', ['offline', 'not-found'], 'offline failed'],
    ['https://not-found,https://refused', ['not-found', 'refused'], 'refused failed'],
    ['https://not-found,direct', ['not-found', 'direct'], 'direct failed'],
    ['https://not-found', ['not-found'], 'not-found failed'],
  ])('tries the proxies of %s in order', async (goproxy, asked, result) => {
    expect(await run(goproxy)).toEqual({ asked, result });
  });
});
