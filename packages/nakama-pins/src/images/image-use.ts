import type { Position } from '../input/problem';

/** Where a tag stands literally, and can be exchanged. */
export interface TagLocation {
  /** The Dockerfile or compose file itself, or the `.env` that gives a variable its value. */
  readonly file: string;
  readonly position: Position;
  /** Offsets in the file's text, UTF-16 code units from 0; `end` is the one behind. */
  readonly start: number;
  readonly end: number;
  /** What of the tag stands elsewhere, before and behind: `-alpine` of `golang:${GO}-alpine`. */
  readonly before: string;
  readonly after: string;
}

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
  /** Absent where there is no tag, one of several variables, or one that a digest holds fast. */
  readonly tagLocation?: TagLocation;
  readonly digest?: string;
  /** `--platform=` of FROM, `platform:` of a compose service. */
  readonly platform?: string;
  /** A variable that no ARG default, `.env` or `:-` default gives a value: the tag can't be known. */
  readonly unresolved?: string;
  /** A stage upon it, or the service itself, runs `go build … -buildmode=plugin`. */
  readonly buildsPlugin: boolean;
}
