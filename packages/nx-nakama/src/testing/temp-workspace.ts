import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openCatalog } from 'nakama-pins';

/** A workspace in a temporary folder. */
export interface TempWorkspace {
  /** Absolute. */
  readonly root: string;
  /** Writes files by their path relative to the root. */
  write(files: Record<string, string>): void;
  remove(): void;
}

export function tempWorkspace(files: Record<string, string> = {}): TempWorkspace {
  const root = mkdtempSync(join(tmpdir(), 'nx-nakama-'));
  const write = (more: Record<string, string>): void => {
    for (const [path, text] of Object.entries(more)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  };
  write(files);
  return { root, write, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** A main.go that the server takes. */
export const MAIN_GO = `package main

import (
	"context"
	"database/sql"

	"github.com/heroiclabs/nakama-common/runtime"
)

func InitModule(ctx context.Context, logger runtime.Logger, db *sql.DB, nk runtime.NakamaModule, initializer runtime.Initializer) error {
	return nil
}
`;

/** A go.mod that is pinned to Nakama 3.40.0. */
export function goMod(module: string, common = 'v1.47.0'): string {
  return `module ${module}

go 1.26.5

require github.com/heroiclabs/nakama-common ${common}

require google.golang.org/protobuf v1.36.11 // indirect
`;
}

/** The go.sum of such a module. */
export function goSum(): string {
  const release = openCatalog().get('3.40.0');
  return ['github.com/heroiclabs/nakama-common', 'google.golang.org/protobuf']
    .map((path) => release.module(path))
    .map((m) => `${m?.path} ${m?.version} ${m?.sums.zip}\n${m?.path} ${m?.version}/go.mod ${m?.sums.goMod}\n`)
    .join('');
}
