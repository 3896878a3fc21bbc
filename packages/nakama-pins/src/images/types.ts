import type { Position } from '../input/problem';

/** One image named in a Dockerfile's `FROM` or a compose file's `image:`. */
export interface ImageUse {
  readonly file: string;
  readonly position: Position;
  readonly kind: 'dockerfile' | 'compose';
  /** As written. */
  readonly raw: string;
  /** Without registry host and tag: `heroiclabs/nakama`, `golang`. */
  readonly repository: string;
  readonly registry?: string;
  readonly tag?: string;
  readonly digest?: string;
  /** `--platform=` of FROM, `platform:` of a compose service. */
  readonly platform?: string;
  /** A variable that no ARG default, `.env` or `:-` default gives a value: the tag can't be known. */
  readonly unresolved?: string;
  /** A stage upon it, or the service itself, runs `go build … -buildmode=plugin`. */
  readonly buildsPlugin: boolean;
}
