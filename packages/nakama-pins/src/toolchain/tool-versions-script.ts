import { join } from 'node:path';

/** Absolute path of the script that prints what a computer's own tools are: `node <path> cc | golangci-lint`. */
export const TOOL_VERSIONS_SCRIPT = join(__dirname, '..', 'tool-versions.js');
