import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { RELEASE } from '../../testing/workspace';

const TOOL = join(__dirname, '../../../../../tools/server/server.mjs');

/** The real server of the release that tests use, where `node tools/server/build.mjs` has built it; never built here. */
export function realServer(): string | undefined {
  const script = `import(${JSON.stringify(TOOL)}).then((tool) => process.stdout.write(tool.serverPath('${RELEASE}') ?? ''))`;
  const path = existsSync(TOOL) ? execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }) : '';
  return path !== '' && existsSync(path) ? path : undefined;
}
