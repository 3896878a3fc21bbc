// The plugins that are mutated: each is pinned to its release and loads.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('bases', import.meta.url));

/**
 * name: its folder in bases/. go: the Go of the release. imports: what main.go imports beside nakama-common's runtime.
 * vendor: whether it commits vendor/, which `go mod vendor` makes anew for each run.
 */
export const BASES = [
  { name: 'small', release: '3.40.0', go: '1.26.5', imports: [] },
  {
    name: 'shared',
    release: '3.40.0',
    go: '1.26.5',
    imports: ['google.golang.org/protobuf/encoding/protojson', 'go.uber.org/zap', 'github.com/gofrs/uuid/v5'],
  },
  {
    name: 'own',
    release: '3.40.0',
    go: '1.26.5',
    imports: ['github.com/google/uuid', 'golang.org/x/crypto/sha3', 'github.com/jackc/pgx/v5'],
  },
  {
    name: 'vendored',
    release: '3.40.0',
    go: '1.26.5',
    imports: ['google.golang.org/protobuf/proto', 'github.com/golang-jwt/jwt/v5'],
    vendor: true,
  },
  {
    name: 'older',
    release: '3.30.0',
    go: '1.24.5',
    imports: ['github.com/gorilla/mux', 'golang.org/x/crypto/bcrypt', 'go.uber.org/atomic'],
  },
  {
    name: 'oldest',
    release: '3.22.0',
    go: '1.22.4',
    imports: ['github.com/golang-jwt/jwt/v4', 'gopkg.in/yaml.v3'],
  },
];

/** @returns {Record<string, string>} path -> text of the files of a base, as committed */
export function readBase({ name, imports }) {
  const files = { 'main.go': mainGo(imports) };
  for (const file of ['go.mod', 'go.sum']) {
    const source = join(FOLDER, name, file);
    if (existsSync(source)) files[file] = readFileSync(source, 'utf8');
  }
  return files;
}

/** Where the committed files of a base are. */
export const baseFolder = (name) => join(FOLDER, name);

const mainGo = (imports) => `package main

import (
	"context"
	"database/sql"

	"github.com/heroiclabs/nakama-common/runtime"
${imports.map((path) => `	_ "${path}"\n`).join('')})

func InitModule(ctx context.Context, logger runtime.Logger, db *sql.DB, nk runtime.NakamaModule, initializer runtime.Initializer) error {
	return nil
}
`;
