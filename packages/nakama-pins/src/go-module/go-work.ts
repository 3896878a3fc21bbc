import { byPosition } from '../input/positions';
import { readTextFile } from '../input/read-text';
import {
  type DirectiveSet,
  expectArgs,
  expectFirst,
  readDirectives,
  readGo,
  readGodebug,
  readReplace,
  readString,
  readToolchain,
} from './mod-directives';
import type { ModToken } from './mod-lexer';
import { readModSyntax } from './mod-syntax';
import type {
  GodebugDirective,
  GoDirective,
  GoWork,
  PathDirective,
  ReplaceDirective,
  ToolchainDirective,
} from './module-files';

/** A larger go.work is refused. */
export const GO_WORK_MAX_BYTES = 1024 * 1024;

const BLOCKS = ['godebug', 'use', 'replace'];
const GO_WORK: DirectiveSet = { keywords: [...BLOCKS, 'go', 'toolchain'], blocks: BLOCKS };

/**
 * Reads a go.work file.
 *
 * @throws InputError as `readTextFile` and `parseGoWork`
 */
export function readGoWork(absPath: string, displayPath: string): GoWork {
  return parseGoWork(readTextFile(absPath, displayPath, { maxBytes: GO_WORK_MAX_BYTES }), displayPath);
}

/**
 * The values of a go.work file; accepts and refuses what `go work edit -json` does.
 *
 * @throws InputError with every problem of the file
 */
export function parseGoWork(text: string, file: string): GoWork {
  const { syntax, problems } = readModSyntax(text, file);
  const godebug: GodebugDirective[] = [];
  const use: PathDirective[] = [];
  const replace: ReplaceDirective[] = [];
  let go: GoDirective | undefined;
  let toolchain: ToolchainDirective | undefined;

  readDirectives(syntax, GO_WORK, problems, (directive) => {
    switch (directive.keyword) {
      case 'go':
        expectFirst(directive, go);
        go = readGo(directive);
        break;
      case 'toolchain':
        expectFirst(directive, toolchain);
        toolchain = readToolchain(directive);
        break;
      case 'godebug':
        godebug.push(readGodebug(directive));
        break;
      case 'use':
        expectArgs(directive, 1, './folder');
        use.push({ path: readString(directive.args[0] as ModToken), position: directive.position });
        break;
      case 'replace':
        replace.push(readReplace(directive));
        break;
    }
  });
  problems.throwIfAny(byPosition);
  return { file, go, toolchain, godebug, use, replace };
}
