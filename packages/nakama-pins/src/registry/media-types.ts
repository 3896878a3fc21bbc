const OCI = 'application/vnd.oci.image';
const DOCKER = 'application/vnd.docker';

const INDEXES: ReadonlySet<string> = new Set([
  `${OCI}.index.v1+json`,
  `${DOCKER}.distribution.manifest.list.v2+json`,
]);
const MANIFESTS: ReadonlySet<string> = new Set([
  `${OCI}.manifest.v1+json`,
  `${DOCKER}.distribution.manifest.v2+json`,
]);

/** What is asked for. */
export const ACCEPTED = [...INDEXES, ...MANIFESTS].join(', ');

/** What a media type of a document is; undefined for one that says nothing about it. */
export function documentKind(mediaType: string): 'index' | 'manifest' | 'schema-1' | undefined {
  const [type = ''] = mediaType.split(';', 1);
  const plain = type.trim().toLowerCase();
  if (INDEXES.has(plain)) return 'index';
  if (MANIFESTS.has(plain)) return 'manifest';
  return plain.startsWith(`${DOCKER}.distribution.manifest.v1+`) ? 'schema-1' : undefined;
}

/** A media type that says nothing: registries and stores that do not know better send it. */
export function saysNothing(mediaType: string): boolean {
  return /^(?:|application\/(?:json|octet-stream)|text\/plain)\s*(?:;|$)/i.test(mediaType);
}

const LAYER =
  /^application\/vnd\.(?:oci\.image\.layer\.(?:nondistributable\.)?v1\.tar(?:\+(?:gzip|zstd))?|docker\.image\.rootfs\.(?:foreign\.)?diff\.tar(?:\.(?:gzip|zstd))?|docker\.image\.rootfs\.diff\.tar\+zstd)$/;

/** Whether a layer is a tar, plain or compressed. How, its first bytes say, as Docker takes it. */
export function isTarLayer(mediaType: string): boolean {
  return LAYER.test(mediaType);
}
