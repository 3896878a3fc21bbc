/** What long work says while it goes on. It depends on the computer and its caches, so it is never part of a result. */
export type ProgressEvent =
  /** How many modules are done. */
  | { readonly kind: 'modules'; readonly done: number; readonly total: number }
  /** A step or a download, as one line without a line break. */
  | { readonly kind: 'line'; readonly text: string }
  /** How far the fetch of a Go toolchain is, or of a layer of an image. */
  | {
      readonly kind: 'fetch';
      /** What is fetched; a Go toolchain if it is not said. */
      readonly what?: string;
      readonly step: 'download' | 'unpack';
      /** Bytes of a download, files of an unpacking. */
      readonly done: number;
      /** Undefined if the server does not say. */
      readonly total: number | undefined;
      /** What a log without a bar has to say now: at the start, and at each quarter of a download. */
      readonly says?: string;
    };

export type OnProgress = (event: ProgressEvent) => void;
