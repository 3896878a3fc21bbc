import { positionAt } from '../input/positions';
import { type BuildCommand, readSequence } from '../scripts/build-command';
import { goCommandsOf } from '../scripts/go-commands';
import { BATCH, type Dialect, POWERSHELL, SHELL } from '../scripts/words';

/** The commands of a script, a Makefile or a justfile that build a plugin. */
export function readTextCommands(text: string, file: string): BuildCommand[] {
  if (!mayBuildPlugin(text)) return [];
  const source = text.replace(/^\uFEFF/, '');
  const commands = goCommandsOf({
    text: source,
    dialect: dialectOf(file),
    isLineByLine: RECIPES.test(file),
  }).map((command) => ({
    command,
    position: () => positionAt(source, command.start),
  }));
  return readSequence({ file, commands, isImage: false }).found;
}

/** Cheap, so ask it before a text is taken apart. */
export function mayBuildPlugin(text: string): boolean {
  return (
    text.includes('build') &&
    (text.includes('buildmode') || /\.so\b/.test(text)) &&
    /\bgo|GO|nakama-pluginbuilder/.test(text)
  );
}

/** Makefiles and justfiles. */
const RECIPES = /(?:^|\/)(?:(?:GNUm|[Mm])akefile|\.?justfile)$|\.(?:mk|just)$/;

function dialectOf(file: string): Dialect {
  if (/\.(?:bat|cmd)$/i.test(file)) return BATCH;
  return /\.ps1$/i.test(file) ? POWERSHELL : SHELL;
}
