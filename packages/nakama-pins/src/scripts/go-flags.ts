import type { Argument } from './go-commands';
import { MAX_LENGTH } from './variables';
import { commandsOf } from './words';

/** Flags of `go build` whose value is the next word (`go help build`). */
const VALUED: ReadonlySet<string> = new Set(
  'C asmflags buildmode compiler covermode coverpkg gccgoflags gcflags installsuffix ldflags mod modfile o overlay p pgo pkgdir tags toolexec'.split(
    ' ',
  ),
);

/** Flags without their dashes; a flag without a value has ''. The last one counts. */
export type GoFlags = ReadonlyMap<string, string>;

export interface GoFlagsReading {
  readonly flags: GoFlags;
  /** False if further flags may stand in a variable that nothing tells the value of. */
  readonly isWhole: boolean;
}

/**
 * The flags of a `go build`: those of GOFLAGS first, which the command's own override.
 *
 * @param goflags separated by spaces, quotes as `go env GOFLAGS` takes them
 * @see https://pkg.go.dev/cmd/go#hdr-Environment_variables
 */
export function goFlagsOf(args: readonly Argument[], goflags = ''): GoFlagsReading {
  const flags = new Map<string, string>();
  let isWhole = true;
  if (goflags.length > MAX_LENGTH) isWhole = false;
  for (const { text } of goflags.length > MAX_LENGTH ? [] : commandsOf(goflags).flat()) {
    const flag = flagIn(text);
    if (flag) flags.set(flag.name, flag.value ?? '');
  }
  for (let i = 0; i < args.length; i++) {
    const { text, isOpen } = args[i] as Argument;
    const flag = flagIn(text);
    if (isOpen) isWhole = false;
    // Flags end at the first package.
    else if (!flag) break;
    else flags.set(flag.name, flag.value ?? (VALUED.has(flag.name) ? (args[++i]?.text ?? '') : ''));
  }
  return { flags, isWhole };
}

function flagIn(text: string): { readonly name: string; readonly value: string | undefined } | undefined {
  const [, name, value] = /^--?([A-Za-z]\w*)(?:=(.*))?$/s.exec(text) ?? [];
  return name === undefined ? undefined : { name, value };
}

/** Whether a boolean flag is set. */
export function isOn(value: string | undefined): boolean {
  return value !== undefined && !/^(?:0|f|false)$/i.test(value);
}
