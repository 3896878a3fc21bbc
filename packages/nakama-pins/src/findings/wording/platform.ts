import { defineFinding, STAYS } from '../define-finding';
import { type Unreadable, unreadableWords } from './artifact-unreadable';

/** A platform that the server does not run on, or that a file is not for. */
export type PlatformFault =
  | {
      readonly kind: 'not of the server';
      readonly platform: string;
      readonly supported: readonly string[];
      readonly release: string;
      /** The file that says `platforms`; undefined if an option does. */
      readonly file: string | undefined;
    }
  | {
      readonly kind: 'musl image';
      readonly image: string;
      readonly platform: string;
      readonly serverBase: string;
      readonly golang: string;
    }
  | {
      readonly kind: 'image for another';
      readonly image: string;
      readonly platform: string;
      readonly platforms: readonly string[];
    }
  | {
      readonly kind: 'built for another';
      readonly platform: string;
      readonly supported: readonly string[];
      readonly release: string;
    }
  | { readonly kind: 'file for another'; readonly platform: string; readonly problem: Unreadable };

/** One sentence without a full stop. */
export function doesNotRunOn({
  release,
  platform: target,
  supported,
}: Pick<
  Extract<PlatformFault, { kind: 'not of the server' }>,
  'release' | 'platform' | 'supported'
>): string {
  return `Nakama ${release} does not run on ${target}: its server is for ${supported.join(' and ')}`;
}

export const platform = defineFinding({
  title: 'The plugin is built for a platform that the server does not run on',
  about: 'platform',
  byCheck: true,
  settledBy: STAYS,
  words: (data: PlatformFault, { file, line }) => {
    switch (data.kind) {
      case 'not of the server': {
        const { supported, file } = data;
        return {
          platform: data.platform,
          expected: supported.join(' or '),
          actual: data.platform,
          message: doesNotRunOn(data),
          fix:
            file === undefined
              ? `name ${supported.join(' or ')} in its place`
              : `write in ${file}: "platforms": ["linux/amd64"]`,
        };
      }
      case 'musl image': {
        const { image, serverBase, golang } = data;
        return {
          platform: data.platform,
          image,
          expected: `a glibc image no newer than ${serverBase}`,
          actual: image,
          message: `${image} builds the plugin against musl (libc.so), but the server (${serverBase}) has glibc: dlopen fails`,
          fix: `write in ${file}:${line}: ${golang} in place of ${image}`,
        };
      }
      case 'image for another': {
        const { image, platforms } = data;
        return {
          platform: data.platform,
          image,
          expected: platforms.join(' or '),
          actual: data.platform,
          message: `${image} is taken for ${data.platform}, but the workspace builds plugins for ${platforms.join(', ')}`,
          fix: `add "${data.platform}" to "platforms" in nakama.json, or drop the platform here`,
        };
      }
      case 'built for another': {
        const { release, supported } = data;
        const [goos, goarch] = (supported[0] ?? '').split('/');
        return {
          platform: data.platform,
          expected: supported.join(', '),
          actual: data.platform,
          message: `this plugin is for ${data.platform}, but Nakama ${release} runs on ${supported.join(', ')}: dlopen fails`,
          fix: `build it with GOOS=${goos} GOARCH=${goarch}`,
        };
      }
      case 'file for another':
        return { ...unreadableWords(data.problem), platform: data.platform };
    }
  },
});
