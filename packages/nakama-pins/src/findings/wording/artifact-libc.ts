import { defineFinding, STAYS } from '../define-finding';

/** C libraries that the server's process or image does not have. */
export type ArtifactLibc =
  | { readonly kind: 'musl'; readonly library: string }
  | {
      readonly kind: 'glibc';
      readonly needed: string;
      readonly available: string;
      /** The image of the release; undefined if the server's own program was read. */
      readonly image?: { readonly release: string; readonly base: string };
      /** As zig names it: `x86_64-linux-gnu`. */
      readonly zigTarget: string;
    }
  | { readonly kind: 'unknown'; readonly libraries: readonly string[]; readonly release: string };

export const artifactLibc = defineFinding({
  title: 'The plugin needs a C library that the server does not have',
  about: 'file',
  byCheck: false,
  settledBy: STAYS,
  words: (data: ArtifactLibc) => {
    switch (data.kind) {
      case 'musl':
        return {
          library: data.library,
          expected: 'libc.so.6',
          actual: data.library,
          message: `this plugin is linked against musl (${data.library}), but the server has glibc: dlopen fails`,
          fix: 'build it with a C compiler for glibc: on Debian, or with zig cc -target x86_64-linux-gnu',
        };
      case 'glibc': {
        const { needed, available, image, zigTarget } = data;
        return {
          library: 'glibc',
          expected: `at most ${available}`,
          actual: needed,
          message: image
            ? `this plugin needs glibc ${needed}, but the image of Nakama ${image.release} (${image.base}) has ${available}: dlopen fails`
            : `this plugin needs glibc ${needed}, but the server itself needs only ${available}: it is not known whether its machine has ${needed}`,
          fix: `build it with glibc ${available} or older, or with zig cc -target ${zigTarget}.${available}`,
        };
      }
      case 'unknown': {
        const libraries = data.libraries.join(', ');
        return {
          library: libraries,
          message: `this plugin needs ${libraries}, which the image of Nakama ${data.release} does not contain`,
          fix: 'link it statically, or install it in the image that runs the server',
        };
      }
    }
  },
});
