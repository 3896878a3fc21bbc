import { isObject, parseJson, textsOf } from './manifest';

/** What an image's config says (OCI image specification, config.md). */
export interface ImageConfig {
  readonly os: string;
  readonly architecture: string;
  /** When it was built, as written: `2026-07-13T09:00:00Z`. */
  readonly createdAt?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly workingDir: string;
  /** The digests of the layers unpacked, the lowest first. */
  readonly diffIds: readonly string[];
}

/** @throws ImageError if it is no JSON object */
export function readConfig(bytes: Buffer, name: string): ImageConfig {
  const json = parseJson(bytes, name, 'the config of the image');
  const run = isObject(json['config']) ? json['config'] : {};
  const rootfs = isObject(json['rootfs']) ? json['rootfs'] : {};
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return {
    os: text(json['os']),
    architecture: text(json['architecture']),
    ...(typeof json['created'] === 'string' && { createdAt: json['created'] }),
    labels: textsOf(run['Labels']),
    env: Object.fromEntries(words(run['Env']).map(assignment)),
    entrypoint: words(run['Entrypoint']),
    cmd: words(run['Cmd']),
    workingDir: text(run['WorkingDir']) || '/',
    diffIds: words(rootfs['diff_ids']),
  };
}

function words(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((word) => typeof word === 'string') : [];
}

function assignment(text: string): [string, string] {
  const at = text.indexOf('=');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
