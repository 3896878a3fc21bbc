import type { Position } from '../input/problem';

/** Where a tag is written literally, so that it can be replaced. */
export interface TagLocation {
  /** The file itself, or the one that gives a variable its value: a `.env`, a compose file's `build.args`. */
  readonly file: string;
  readonly position: Position;
  /** Offsets in the file's text, UTF-16 code units from 0; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** The parts of the tag that are written elsewhere, before and after: `-alpine` of `golang:${GO}-alpine`. */
  readonly before: string;
  readonly after: string;
}

/** One image named in a Dockerfile's `FROM`, a compose file's `image:`, or anywhere in a manifest, workflow or script. */
export interface ImageUse {
  readonly file: string;
  readonly position: Position;
  readonly kind: 'dockerfile' | 'compose' | 'text';
  /** As written. */
  readonly raw: string;
  /** Without registry host and tag: `heroiclabs/nakama`, `golang`. */
  readonly repository: string;
  readonly registry?: string;
  readonly tag?: string;
  /** Absent if there is no tag, if it consists of several variables, or if a digest fixes the image. */
  readonly tagLocation?: TagLocation;
  readonly digest?: string;
  /** `--platform=` of FROM, `platform:` of a compose service. */
  readonly platform?: string;
  /** A variable without a value from an ARG default, `.env` or a `:-` default: the tag can't be known. */
  readonly unresolved?: string;
  /** A stage on this image, or the service itself, runs `go build … -buildmode=plugin`. */
  readonly buildsPlugin: boolean;
  /** The GOTOOLCHAIN with which its stages build the plugin, where they set one. */
  readonly toolchain?: string;
  /** nakama.json says that the image is a copy of the server's, or of the builder's. */
  readonly copyOf?: 'server' | 'builder';
  /** The file is not one of the plugin's own, nor directly in a folder above it: it may be of another deployment. */
  readonly isFar?: boolean;
}

/** Where an image is written: the same for one that is read twice. */
export function placeOf({ file, position }: Pick<ImageUse, 'file' | 'position'>): string {
  return `${file}:${position.line}:${position.column}`;
}
