import { join } from 'node:path';
import { GO_MOD_MAX_BYTES, parseGoMod } from '../go-module/go-mod';
import { GO_SUM_MAX_BYTES, parseGoSum } from '../go-module/go-sum-file';
import type { GoMod, GoSum } from '../go-module/module-files';
import { readDockerfile } from '../images/dockerfile';
import { InputError } from '../input/problem';
import { readTextFile } from '../input/read-text';

const DOCKERFILE_MAX_BYTES = 256 * 1024;

/** What the source of a release says of itself. */
export interface ServerSource {
  /** Its files, absolute. */
  readonly folder: string;
  /** `2026-07-13` */
  readonly date: string;
  readonly goMod: GoMod;
  readonly goSum: GoSum;
  /** The Go that its Dockerfile builds the server with: `1.26.5`. Its go line may say another. */
  readonly go: string;
  /** `debian:bookworm-slim` */
  readonly serverImageBase: string;
  /** `golang:1.26.5-bookworm` */
  readonly builderImageGo: string;
}

/**
 * Reads the source of a server (nakama: go.mod, go.sum, build/Dockerfile, build/pluginbuilder/Dockerfile).
 *
 * @param name what messages call it
 * @throws InputError if a file is missing, or does not say what it has to
 */
export function readServerSource(folder: string, date: string, name: string): ServerSource {
  const text = (file: string, maxBytes: number): string =>
    readTextFile(join(folder, file), `${name}/${file}`, { maxBytes });
  const images = (file: string): string[] =>
    readDockerfile(text(file, DOCKERFILE_MAX_BYTES), `${name}/${file}`).images.map(({ raw }) => raw);
  const server = images('build/Dockerfile');
  const go = /^golang:(\d+(?:\.\d+)+)/.exec(server[0] ?? '')?.[1];
  const base = server.at(-1);
  if (go === undefined || base === undefined) {
    throw new InputError([
      {
        file: `${name}/build/Dockerfile`,
        message: 'the Dockerfile of the server does not say which Go builds it',
        expected: 'FROM golang:1.26.5-bookworm',
        found: server[0],
        fix: "add the release from the server's image: --from image",
      },
    ]);
  }
  return {
    folder,
    date,
    goMod: parseGoMod(text('go.mod', GO_MOD_MAX_BYTES), `${name}/go.mod`),
    goSum: parseGoSum(text('go.sum', GO_SUM_MAX_BYTES), `${name}/go.sum`),
    go,
    serverImageBase: base,
    builderImageGo: images('build/pluginbuilder/Dockerfile')[0] ?? `golang:${go}`,
  };
}
