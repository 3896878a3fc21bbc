/** The one registry of findings: id, title; each has a page `docs/findings/<id>.md`. */
export const FINDINGS = {
  'artifact-flags': 'The plugin was built with flags that the server was not',
  'artifact-go': 'The plugin was built by another Go than the server',
  'artifact-libc': 'The plugin needs a C library that the server does not have',
  'artifact-not-a-plugin': 'The file is no plugin of Go',
  'artifact-unproved': 'There are no fingerprints to compare the plugin with',
  'artifact-unreadable': 'The file is damaged, or no shared library',
  'direct-dependency': 'A direct dependency has another version than the server links',
  'does-not-compile': "The server's Go does not compile the plugin",
  'duplicate-plugin-path': 'Two plugins have one module path',
  'go-sum': 'go.sum has no hash, or another, of a shared module',
  'go-version': "The plugin asks for another Go than the server's",
  'go-work-lifts': 'go.work lifts a shared module above the server',
  'image-tag': 'A Docker image belongs to another release',
  'init-module': 'InitModule is missing or has another signature',
  'missing-pins': 'go.mod does not hold a shared module',
  'nakama-common': "nakama-common is not the server's",
  'no-compiled-proof': 'The plugin could not be compiled and compared',
  'not-opened': 'No real server could open the plugin here',
  'other-fingerprint': 'A package has the right version and other content',
  'patched-in-server': 'The server links patched code that no version matches',
  platform: 'The plugin is built for a platform the server does not run on',
  'plugins-conflict': 'Two plugins bring different versions of a package',
  'replace-hides-version': 'A replace hides the version that Go compares',
  'server-refuses': 'A real server refuses the plugin',
  'transitive-dependency': 'A transitive dependency has another version than the server links',
  'unknown-release': 'The Nakama release is not known',
  'untidy-go-mod': 'go.mod contradicts itself: Go will not build with it',
  'vendor-out-of-step': 'vendor/ and go.mod disagree',
} as const;

export type FindingId = keyof typeof FINDINGS;

export const FINDING_IDS = Object.keys(FINDINGS) as FindingId[];

/** The docs page of a finding. */
export function docsUrl(id: FindingId): string {
  return `https://github.com/nx-nakama/nx-nakama/blob/main/docs/findings/${id}.md`;
}

/** Findings that `pin` fixes, unless a conflict stands against it. */
const PINNED: ReadonlySet<FindingId> = new Set<FindingId>([
  'direct-dependency',
  'go-sum',
  'go-version',
  'image-tag',
  'missing-pins',
  'nakama-common',
  'replace-hides-version',
  'transitive-dependency',
  'vendor-out-of-step',
]);

export function isPinned(id: FindingId): boolean {
  return PINNED.has(id);
}
