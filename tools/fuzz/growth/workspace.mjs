/** The files of a workspace with one plugin, which the inputs of `growth.mjs` spoil. */

export const NAKAMA_JSON = JSON.stringify({ release: '3.40.0' });

const INIT =
  'func InitModule(ctx context.Context, logger runtime.Logger, db *sql.DB, nk runtime.NakamaModule, initializer runtime.Initializer) error';

/** A .go file with InitModule, further imports, and text behind it. */
export function mainGo(imports = '', rest = '') {
  return `package main

import (
	"context"
	"database/sql"

	"github.com/heroiclabs/nakama-common/runtime"
${imports})

${INIT} {
	return nil
}
${rest}`;
}

/** A go.mod that requires nakama-common, and text behind that. */
export function goMod(rest = '', { module = 'example.com/arena', go = '1.26.5' } = {}) {
  return `module ${module}\n\ngo ${go}\n\nrequire github.com/heroiclabs/nakama-common v1.47.0\n${rest}`;
}

const HASH = 'h1:uzGHmvLYUuxdkLmNkCHTnFRHOZUVB5wQXBPGYUTVsBE=';

/** Lines of go.sum for modules `example.com/m0` and so on. */
export function sumLines(n, version = 'v1.0.0') {
  return lines(n, (i) => `example.com/m${i} ${version} ${HASH}\nexample.com/m${i} ${version}/go.mod ${HASH}`);
}

/** `n` lines, each with its line break. */
export function lines(n, line) {
  return repeat(n, (i) => `${line(i)}\n`);
}

export function repeat(n, part, separator = '') {
  return Array.from({ length: n }, (_, i) => part(i)).join(separator);
}

/** The plugin, with other or further files. */
export function plugin(files = {}) {
  return { 'nakama.json': NAKAMA_JSON, 'go.mod': goMod(), 'main.go': mainGo(), ...files };
}
