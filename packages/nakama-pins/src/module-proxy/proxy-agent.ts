import type { Dispatcher } from 'undici';

/**
 * Connections through the proxies that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name.
 * A company's own certificates come from NODE_EXTRA_CA_CERTS, which Node reads when it starts.
 *
 * @param silenceMs so long is waited for a server that sends nothing; 300 s by default
 */
export async function proxyAgent(env: NodeJS.ProcessEnv, silenceMs?: number): Promise<Dispatcher> {
  // Loaded when first needed, because most commands never use the network.
  const { EnvHttpProxyAgent } = await import('undici');
  return new EnvHttpProxyAgent({
    httpProxy: variable(env, 'http_proxy'),
    httpsProxy: variable(env, 'https_proxy'),
    noProxy: variable(env, 'no_proxy'),
    ...(silenceMs !== undefined && { headersTimeout: silenceMs, bodyTimeout: silenceMs }),
  });
}

/** Variables in small letters win, as in curl and Go. process.env, which undici would use by itself, does not count. */
function variable(env: NodeJS.ProcessEnv, name: string): string {
  return env[name] || env[name.toUpperCase()] || '';
}
