import { join } from 'node:path';
import { PACKAGE_DIR } from '../input/package-dir';

/**
 * Absolute path of the script that prints what a computer's own tools are: `node <path> cc | golangci-lint`.
 *
 * @example
 * execFileSync('node', [TOOL_VERSIONS_SCRIPT, 'cc'], { encoding: 'utf8' }); // 'gcc: gcc (Debian …) 12.2.0\n…'
 */
export const TOOL_VERSIONS_SCRIPT = join(PACKAGE_DIR, 'dist/tool-versions.js');
