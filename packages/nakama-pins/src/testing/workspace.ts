import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Finding } from '../findings/finding';
import type { Outcome } from '../findings/outcome';
import { openCatalog } from '../releases/catalog';
import type { Release } from '../releases/release-model';
import { verifyAt } from './one';

/** Files of a workspace by path; a value is the whole text. */
export type Files = Readonly<Record<string, string | Buffer>>;

const created: string[] = [];

/** Writes files into a new temporary folder; `removeWorkspaces` takes all of them away. */
export function workspace(files: Files): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'nakama-pins-')));
  created.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

export function removeWorkspaces(): void {
  for (const root of created.splice(0)) rmSync(root, { recursive: true, force: true });
}

export const RELEASE = '3.40.0';

/** A main.go that the server takes, with further imports. */
export function mainGo(...imports: string[]): string {
  const extra = imports.map((path) => `\t_ "${path}"\n`).join('');
  return `package main

import (
	"context"
	"database/sql"
${extra}
	"github.com/heroiclabs/nakama-common/runtime"
)

func InitModule(ctx context.Context, logger runtime.Logger, db *sql.DB, nk runtime.NakamaModule, initializer runtime.Initializer) error {
	return nil
}
`;
}

/** A go.mod and go.sum pinned to the release, with more of its modules; `versions` puts others in place. */
export function pinned(
  modules: readonly string[] = [],
  versions: Readonly<Record<string, string>> = {},
): Files {
  const release = catalogRelease();
  const paths = ['github.com/heroiclabs/nakama-common', 'google.golang.org/protobuf', ...modules];
  const requires = paths.map(
    (path) => `\t${path} ${versions[path] ?? release.module(path)?.version ?? 'v1.0.0'}\n`,
  );
  const sums = paths.map((path) => {
    const known = versions[path] ? undefined : release.module(path);
    const version = versions[path] ?? known?.version ?? 'v1.0.0';
    return `${path} ${version} ${known?.sums.zip ?? 'h1:x='}\n${path} ${version}/go.mod ${known?.sums.goMod ?? 'h1:y='}\n`;
  });
  return {
    'go.mod': `module example.com/arena\n\ngo ${release.go}\n\nrequire (\n${requires.join('')})\n`,
    'go.sum': sums.join(''),
    'main.go': mainGo(),
  };
}

export function catalogRelease(release = RELEASE): Release {
  return openCatalog().load(release);
}

/** Judges the module at a folder of a new workspace. */
export function judge(files: Files, dir = '.', release: string | undefined = RELEASE): Outcome {
  return verifyAt(workspace(files), dir, release);
}

/** `id severity what-it-is-about @ file:line:column`, to compare outcomes at a glance. */
export function brief(findings: readonly Finding[]): string[] {
  return findings.map((f) => {
    const { file, line, column } = f.location;
    return `${f.id} ${f.severity} ${aboutOf(f)} @ ${file}:${line}:${column}`;
  });
}

/** What a finding is about. */
export function aboutOf({
  package: path,
  module,
  image,
  platform,
  directive,
  flag,
  library,
}: Finding): string {
  return path ?? module ?? image ?? platform ?? directive ?? flag ?? library ?? '-';
}
