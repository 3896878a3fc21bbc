import type { BuildCommandFault } from '../findings/wording/build-command';
import { INSTRUMENTS, SERVER_TAGS } from '../go-module/build-flags';
import type { BuildCommand } from '../images/build-commands';
import { isNakamaServer } from '../images/nakama-images';
import { defineCheck } from './define-check';

/**
 * The flags that reach packages which plugin and server share: Nakama's own Dockerfile builds the server with
 * `-trimpath` and none of the others (nakama: build/Dockerfile).
 */
export const buildCommand = defineCheck('build-command', function* ({ facts, release }) {
  for (const command of facts.buildCommands) {
    const images = facts.images.filter((image) => image.file === command.file);
    const isDebug = images.some(({ repository }) => repository.endsWith('-dsym'));
    const last = images.at(-1);
    for (const fault of faultsOf(command, isDebug)) {
      yield {
        severity: last && isNakamaServer(last) ? 'error' : 'warning',
        location: { file: command.file, ...command.position },
        data: { release: release.version, fault },
      };
    }
  }
});

function* faultsOf({ flags, cgo }: BuildCommand, isDebug: boolean): Iterable<BuildCommandFault['fault']> {
  if (!isOn(flags.get('trimpath'))) yield { kind: 'no trimpath' };
  for (const name of INSTRUMENTS) {
    if (isOn(flags.get(name))) yield { kind: 'other', flag: `-${name}` };
  }
  const gcflags = flags.get('gcflags');
  // Without a pattern only the main package is compiled otherwise; the debug server has the same flags.
  if (gcflags?.startsWith('all=') && !isDebug) yield { kind: 'other', flag: `-gcflags=${gcflags}` };
  const tags = (flags.get('tags') ?? '').split(/[\s,]+/).filter((tag) => SERVER_TAGS.has(tag));
  if (tags.length > 0) yield { kind: 'other', flag: `-tags=${tags.join(',')}` };
  if (cgo === '0') yield { kind: 'other', flag: 'CGO_ENABLED=0' };
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && !/^(?:0|f|false)$/i.test(value);
}
