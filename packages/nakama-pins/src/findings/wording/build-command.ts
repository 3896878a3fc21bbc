import { defineFinding, type Place, STAYS } from '../define-finding';

/** A command that builds the plugin otherwise than the server was built. */
export interface BuildCommandFault {
  readonly release: string;
  readonly fault: CommandFault;
}

export type CommandFault =
  /** `-trimpath`, or the debug server's `-gcflags=all=-N -l`. */
  | { readonly kind: 'missing flag'; readonly flag: string }
  /** The flag or variable as it is written, that the server was built without. */
  | { readonly kind: 'other flag'; readonly flag: string }
  | { readonly kind: 'no buildmode' }
  /** GOTOOLCHAIN, or the program `go1.25.5`, as it is written. */
  | { readonly kind: 'other go'; readonly written: string; readonly builds: string; readonly go: string }
  /** `-mod=vendor` without vendor/, `-mod=mod` beside it, `-modfile=…`. */
  | { readonly kind: 'no vendor'; readonly folder: string }
  | { readonly kind: 'vendor unused'; readonly flag: string; readonly folder: string }
  | { readonly kind: 'other go.mod'; readonly flag: string; readonly goMod: string }
  /** `default.pgo` beside the main package. */
  | { readonly kind: 'profile' }
  /** `go mod tidy`, `go get`, before the build of an image. */
  | { readonly kind: 'changes go.mod'; readonly command: string; readonly goMod: string };

export const buildCommand = defineFinding({
  title: 'A command builds the plugin with other flags than the server',
  about: 'file',
  byCheck: true,
  settledBy: STAYS,
  words: ({ release, fault }: BuildCommandFault, place) => wordsOf(fault, release, place),
});

function wordsOf(
  fault: CommandFault,
  release: string,
  place: Place,
): { readonly flag: string; readonly message: string; readonly fix: string } {
  switch (fault.kind) {
    case 'missing flag':
      return {
        flag: fault.flag,
        message: `this command builds the plugin without ${fault.flag}, but Nakama ${release} was built with ${fault.flag}: packages of the standard library differ`,
        fix: afterBuild(quoted(fault.flag), place),
      };
    case 'other flag':
      return {
        flag: fault.flag,
        message: `this command builds the plugin with ${fault.flag}, but Nakama ${release} was not built with ${fault.flag}`,
        fix: `leave ${fault.flag} out`,
      };
    case 'no buildmode':
      return {
        flag: '-buildmode=plugin',
        message:
          'this command names its output .so, but builds a program: without -buildmode=plugin the server cannot open it',
        fix: afterBuild('-buildmode=plugin', place),
      };
    case 'other go':
      return {
        flag: fault.written,
        message: `${fault.written} builds the plugin with Go ${fault.builds}, but Nakama ${release} was built with Go ${fault.go}`,
        fix: fault.written.startsWith('GOTOOLCHAIN')
          ? `write GOTOOLCHAIN=go${fault.go}`
          : `write go${fault.go} in place of ${fault.written}`,
      };
    case 'no vendor':
      return {
        flag: '-mod=vendor',
        message: `this command builds from ${fault.folder}, which does not exist: Go stops with "inconsistent vendoring"`,
        fix: 'leave -mod=vendor out, or run go mod vendor before it',
      };
    case 'vendor unused':
      return {
        flag: fault.flag,
        message: `with ${fault.flag} this command does not build from ${fault.folder}, but from the modules that go.mod names: verify judged what is in ${fault.folder}`,
        fix: `leave ${fault.flag} out`,
      };
    case 'other go.mod':
      return {
        flag: fault.flag,
        message: `with ${fault.flag} this command builds by another file than ${fault.goMod}, which was judged`,
        fix: `leave ${fault.flag} out, and keep the versions in ${fault.goMod}`,
      };
    case 'profile':
      return {
        flag: 'default.pgo',
        message: `go build takes the profile default.pgo for all packages, but Nakama ${release} was built without one: packages that both link differ`,
        fix: afterBuild('-pgo=off', place),
      };
    case 'changes go.mod':
      return {
        flag: fault.command,
        message:
          fault.command === 'go mod tidy'
            ? `go mod tidy drops pins that the plugin's own code does not need, so the image is not built from the ${fault.goMod} that was judged`
            : `${fault.command} can change versions, so the image is not built from the ${fault.goMod} that was judged`,
        fix: `leave ${fault.command} out, run it before you commit, and then npx nakama-pins verify`,
      };
  }
}

/** A flag as a shell takes it. */
function quoted(flag: string): string {
  return flag.includes(' ') ? `'${flag}'` : flag;
}

function afterBuild(flag: string, { file, line }: Place): string {
  return `add ${flag} after build in ${file}:${line}`;
}
