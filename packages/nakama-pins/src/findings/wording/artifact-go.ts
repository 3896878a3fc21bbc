import { defineFinding, STAYS } from '../define-finding';

/** A plugin that was built by another Go than the server. */
export interface ArtifactGo {
  readonly go: string;
  readonly serverGo: string;
  readonly release: string;
  /**
   * A minor version apart, the runtime's own tables differ. A patch apart, only packages that changed between the two
   * are refused, and the plugin may link none of them.
   */
  readonly distance: 'minor' | 'patch';
  /** Packages of the standard library that differ. */
  readonly differing: readonly string[];
}

export const artifactGo = defineFinding({
  title: 'The plugin and the server were built by different Go versions',
  about: 'file',
  byCheck: false,
  settledBy: STAYS,
  words: ({ go, serverGo, release, distance, differing }: ArtifactGo) => {
    const built = `Go ${go} built this plugin, but Go ${serverGo} built Nakama ${release}`;
    const effect =
      distance === 'minor'
        ? 'the server dies when it opens the plugin'
        : differing.length > 0
          ? `${differing.length} packages of the standard library differ, such as ${differing[0]}`
          : 'no package that both link differs, but another import may';
    return {
      directive: 'go',
      expected: serverGo,
      actual: go,
      message: `${built}: ${effect}`,
      fix: `build the plugin with GOTOOLCHAIN=go${serverGo}`,
    };
  },
});
