// The plugin that dependencies are added to.

export function mainGo(...imports) {
  const lines = imports.map((path) => `\t_ "${path}"\n`).join('');
  return `package main

import (
	"context"
	"database/sql"

	"github.com/heroiclabs/nakama-common/runtime"
${lines})

func InitModule(ctx context.Context, logger runtime.Logger, db *sql.DB, nk runtime.NakamaModule, initializer runtime.Initializer) error {
	return nil
}
`;
}
