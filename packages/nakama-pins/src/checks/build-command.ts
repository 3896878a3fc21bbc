import type { CommandFault } from '../findings/wording/build-command';
import { INSTRUMENTS, reachesPackages, SERVER_TAGS, VARIANTS } from '../go-module/build-flags';
import { hasToolchains } from '../go-module/compare-go';
import { effectiveGo, goLinesOf } from '../go-module/effective-go';
import type { ImageUse } from '../images/image-use';
import { isNakamaServer } from '../images/nakama-images';
import { byKey } from '../input/by-key';
import { DEBUG_VARIANT } from '../releases/variants';
import type { BuildCommand } from '../scripts/build-command';
import { isOn } from '../scripts/go-flags';
import type { PluginFacts } from '../workspace/facts';
import { type CheckInput, defineCheck } from './define-check';

const imagesOf = byKey(({ file }: ImageUse) => file);

/** The debug server's own (nakama: build/Dockerfile.dsym). */
const DEBUG_FLAGS = '-gcflags=all=-N -l';

/**
 * The flags and variables that reach packages which plugin and server share: Nakama's own Dockerfile builds the server
 * with `-trimpath` and none of the others (nakama: build/Dockerfile).
 */
export const buildCommand = defineCheck('build-command', function* (input) {
  const { facts, release } = input;
  for (const command of facts.buildCommands) {
    const images = imagesOf(facts.images, command.file);
    const servers = images.filter(isNakamaServer);
    const isDebug =
      images.some(({ repository }) => repository.endsWith('-dsym')) ||
      (release.variant === DEBUG_VARIANT && servers.length === 0);
    const last = images.at(-1);
    const isServed = last?.kind === 'dockerfile' && isNakamaServer(last);
    for (const fault of faultsOf(command, isDebug, input)) {
      yield {
        severity: isServed && isCertain(fault) ? 'error' : 'warning',
        location: { file: command.file, ...command.position },
        data: { release: release.version, fault },
      };
    }
  }
});

/** What these do depends on more than is read here. */
function isCertain({ kind }: CommandFault): boolean {
  return kind !== 'changes go.mod' && kind !== 'vendor unused' && kind !== 'other go.mod';
}

function* faultsOf(
  command: BuildCommand,
  isDebug: boolean,
  { facts, release }: CheckInput,
): Iterable<CommandFault> {
  if (command.verb !== 'build') {
    yield { kind: 'changes go.mod', command: `go ${command.verb}`, goMod: facts.goMod.file };
    return;
  }
  const { flags, isWhole } = command;
  if (!flags.has('buildmode')) yield { kind: 'no buildmode' };
  if (isWhole && !isOn(flags.get('trimpath'))) yield { kind: 'missing flag', flag: '-trimpath' };
  yield* otherFlags(command, isDebug);
  yield* otherVariables(command);
  yield* otherGo(command, facts, release.go);
  yield* otherModules(command, facts);
  const hasAutomatic = flags.get('pgo') === undefined || flags.get('pgo') === 'auto';
  if (facts.hasProfile && isWhole && hasAutomatic && hasToolchains(release.go)) yield { kind: 'profile' };
}

function* otherFlags({ flags, isWhole }: BuildCommand, isDebug: boolean): Iterable<CommandFault> {
  for (const name of INSTRUMENTS) {
    if (isOn(flags.get(name))) yield { kind: 'other flag', flag: `-${name}` };
  }
  const gcflags = flags.get('gcflags') ?? '';
  if (isDebug) {
    if (isWhole && !reachesPackages(gcflags)) yield { kind: 'missing flag', flag: DEBUG_FLAGS };
  } else if (reachesPackages(gcflags)) yield { kind: 'other flag', flag: `-gcflags=${gcflags}` };
  for (const name of ['asmflags', 'coverpkg', 'compiler', 'pgo']) {
    const value = flags.get(name);
    const isOther =
      value !== undefined &&
      (name === 'asmflags' ? reachesPackages(value) : !['auto', 'off', 'gc'].includes(value));
    if (isOther) yield { kind: 'other flag', flag: `-${name}=${value}` };
  }
  const tags = (flags.get('tags') ?? '').split(/[\s,]+/).filter((tag) => SERVER_TAGS.has(tag));
  if (tags.length > 0) yield { kind: 'other flag', flag: `-tags=${tags.join(',')}` };
}

function* otherVariables({ env }: BuildCommand): Iterable<CommandFault> {
  if (env.get('CGO_ENABLED') === '0') yield { kind: 'other flag', flag: 'CGO_ENABLED=0' };
  const system = env.get('GOOS');
  if (system !== undefined && system !== '' && system !== 'linux')
    yield { kind: 'other flag', flag: `GOOS=${system}` };
  for (const name of VARIANTS) {
    const value = env.get(name);
    if (value !== undefined && value !== '' && value !== 'off')
      yield { kind: 'other flag', flag: `${name}=${value}` };
  }
}

function* otherGo(
  { env, version }: BuildCommand,
  { goMod }: PluginFacts,
  go: string,
): Iterable<CommandFault> {
  const toolchain = env.get('GOTOOLCHAIN');
  const builds = effectiveGo({ local: version, toolchain, lines: goLinesOf(goMod) });
  if (builds === undefined || builds === go) return;
  const written = toolchain?.startsWith('go') ? `GOTOOLCHAIN=${toolchain}` : `go${version ?? ''}`;
  yield { kind: 'other go', written, builds, go };
}

function* otherModules(
  { flags, hasVendored }: BuildCommand,
  { vendor, vendorIsToCome, dir, goMod }: PluginFacts,
): Iterable<CommandFault> {
  const hasFolder = vendor !== undefined || vendorIsToCome;
  const mod = flags.get('mod');
  const folder = dir === '.' ? 'vendor/' : `${dir}/vendor/`;
  if (mod === 'vendor' && !hasFolder && !hasVendored) yield { kind: 'no vendor', folder };
  if ((mod === 'mod' || mod === 'readonly') && hasFolder)
    yield { kind: 'vendor unused', flag: `-mod=${mod}`, folder };
  const modfile = flags.get('modfile');
  if (modfile !== undefined && modfile !== '')
    yield { kind: 'other go.mod', flag: `-modfile=${modfile}`, goMod: goMod.file };
}
