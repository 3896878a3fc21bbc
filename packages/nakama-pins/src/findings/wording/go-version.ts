import { defineFinding, type Words } from '../define-finding';
import { goModEdit } from './go-command';

interface Server {
  readonly release: string;
  /** The Go that builds it. */
  readonly go: string;
}

/** What the go line, the toolchain line or another directive asks of the server's exact Go. */
export type GoVersionFault =
  | { readonly kind: 'no go line'; readonly wanted: string }
  | { readonly kind: 'newer'; readonly line: string; readonly wanted: string; readonly server: Server }
  | { readonly kind: 'unreadable'; readonly line: string; readonly wanted: string; readonly server: Server }
  | { readonly kind: 'newer minor'; readonly line: string; readonly wanted: string; readonly server: Server }
  | {
      readonly kind: 'below nakama-common';
      readonly line: string;
      readonly common: string;
      readonly wanted: string;
    }
  | {
      readonly kind: 'library';
      readonly library: { readonly file: string; readonly lineNumber: number; readonly line: string };
      readonly goMod: string;
      readonly own: string;
      readonly limit: string;
      readonly server: Server;
    }
  | { readonly kind: 'toolchain unknown'; readonly toolchain: string; readonly server: Server }
  | { readonly kind: 'dropped toolchain'; readonly toolchain: string; readonly server: Server }
  | { readonly kind: 'other toolchain'; readonly toolchain: string; readonly server: Server }
  | {
      readonly kind: 'directive';
      readonly directive: string;
      readonly since: string;
      readonly server: Server;
    }
  /** As go itself says it. */
  | {
      readonly kind: 'refused';
      readonly line: string | undefined;
      readonly said: readonly string[];
      readonly fix: string;
      readonly server: Server;
    };

export const goVersion = defineFinding({
  title: "The plugin asks for another Go than the server's",
  about: 'file',
  byCheck: true,
  settledBy: { compiling: 'leaves', pinning: true, building: 'silent' },
  goSays: ['newer-go', 'updates-needed'],
  words: (data: GoVersionFault, { file }): Words => {
    switch (data.kind) {
      case 'no go line':
        return {
          ...goLine(file, data.wanted),
          message: 'go.mod has no go line: Go takes 1.16, and the text of go.mod does not pin the build',
        };
      case 'newer':
        return {
          ...goLine(file, data.wanted, data.line),
          message: `go.mod asks for Go ${data.line}, but ${built(data.server)}, which refuses a newer go line`,
        };
      case 'unreadable':
        return {
          ...goLine(file, data.wanted, data.line),
          message: `${built(data.server)}, which can't read "go ${data.line}": before Go 1.21 the line is go 1.N`,
        };
      case 'newer minor':
        return {
          ...goLine(file, data.wanted, data.line),
          message: `go.mod asks for Go ${data.line}, but ${built(data.server)}: it compiles only what that Go knows`,
        };
      case 'below nakama-common':
        return {
          ...goLine(file, data.wanted, data.line),
          message: `nakama-common ${data.common} asks for Go ${data.wanted}, but go.mod says ${data.line}: Go will not build it ("updates to go.mod needed")`,
        };
      case 'library': {
        const { library, goMod, own, limit, server } = data;
        return {
          directive: 'go',
          expected: `at most ${limit}`,
          actual: library.line,
          message: `the library asks for Go ${library.line}, but ${goMod} says ${own} and ${built(server)}: Go will not build the plugin`,
          fix: goModEdit(library.file, `-go=${limit}`),
        };
      }
      case 'toolchain unknown':
        return {
          ...toolchain(file, data.toolchain),
          message: `Go ${data.server.go} of Nakama ${data.server.release} does not know the toolchain line`,
        };
      case 'dropped toolchain':
        return {
          ...toolchain(file, data.toolchain),
          expected: 'no toolchain line',
          message: `the toolchain line ${data.toolchain} says nothing beside the go line, and Go wants it removed: it will not build the plugin ("updates to go.mod needed")`,
        };
      case 'other toolchain':
        return {
          ...toolchain(file, data.toolchain),
          expected: `go${data.server.go}`,
          message: `the toolchain line makes a plain go build take ${data.toolchain}, but ${built(data.server)}; GOTOOLCHAIN=go${data.server.go} overrides it`,
        };
      case 'directive': {
        const { directive, since, server } = data;
        return {
          directive,
          expected: `no ${directive} directive`,
          actual: directive,
          message: `Go ${server.go} of Nakama ${server.release} does not know the ${directive} directive (since Go ${since})`,
          fix: `remove the ${directive} directive`,
        };
      }
      case 'refused':
        return {
          directive: 'go',
          expected: data.server.go,
          actual: data.line,
          message: `Go ${data.server.go} of Nakama ${data.server.release} refuses go.mod: ${data.said.join('; ')}`,
          fix: data.fix,
        };
    }
  },
});

function goLine(file: string, wanted: string, actual?: string): Omit<Words, 'message'> {
  return { directive: 'go', expected: wanted, actual, fix: goModEdit(file, `-go=${wanted}`) };
}

function toolchain(file: string, name: string): Omit<Words, 'message'> {
  return { directive: 'toolchain', actual: name, fix: goModEdit(file, '-toolchain=none') };
}

function built({ release, go }: Server): string {
  return `Nakama ${release} is built with Go ${go}`;
}
