/** undici's words for a server that is silent. */
const SILENT: ReadonlySet<string> = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/** OpenSSL's, which Node passes on (https://nodejs.org/api/tls.html#x509-certificate-error-codes). */
const CERTIFICATES = /CERT|SIGNATURE|SELF_SIGNED|ISSUER/;

/** Whether an error of undici says that nothing came for as long as is waited. */
export function isSilence(code: string): boolean {
  return SILENT.has(code);
}

/** Whether an error says that a certificate is not trusted, as behind a company's proxy. */
export function isCertificate(code: string): boolean {
  return CERTIFICATES.test(code);
}
