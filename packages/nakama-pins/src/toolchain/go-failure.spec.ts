import { explainGoFailure, type GoFailureKind } from './go-failure';

/** What go printed, by version of Go, in runs on real plugins. */
const PRINTED: readonly (readonly [GoFailureKind, string, string])[] = [
  [
    'disk-full',
    'main: /gopath/pkg/mod/golang.org/toolchain@v0.0.1-go1.26.5.linux-amd64/pkg/tool/linux_amd64/link: mapping output file failed: no space left on device\n',
    'main: golang.org/toolchain@v0.0.1-go1.26.5.linux-amd64/pkg/tool/linux_amd64/link: mapping output file failed: no space left on device',
  ],
  [
    'disk-full',
    '# runtime/cgo\ncc1: fatal error: error writing to /tmp/ccT3Qx1a.s: No space left on device\ncompilation terminated.\n',
    'cc1: fatal error: error writing to /tmp/ccT3Qx1a.s: No space left on device',
  ],
  [
    'unwritable-cache',
    'failed to initialize build cache at /nowhere/.cache/go-build: mkdir /nowhere: permission denied\n',
    'failed to initialize build cache at /nowhere/.cache/go-build: mkdir /nowhere: permission denied',
  ],
  [
    'other',
    '# example.com/arena\n/gopath/pkg/mod/golang.org/toolchain@v0.0.1-go1.26.5.linux-amd64/pkg/tool/linux_amd64/link: running gcc failed: exit status 1\n',
    'golang.org/toolchain@v0.0.1-go1.26.5.linux-amd64/pkg/tool/linux_amd64/link: running gcc failed: exit status 1',
  ],
  [
    'damaged-go',
    'go: error obtaining buildID for go tool compile: signal: segmentation fault\n',
    'go: error obtaining buildID for go tool compile: signal: segmentation fault',
  ],
  [
    'bad-flag',
    "flag provided but not defined: -nosuch\nusage: go build [-o output] [build flags] [packages]\nRun 'go help build' for details.\n",
    'flag provided but not defined: -nosuch',
  ],
  [
    'bad-flag',
    'invalid value "x" for flag -p: parse error\nusage: go build [-o output] [build flags] [packages]\n',
    'invalid value "x" for flag -p: parse error',
  ],
  [
    'missing-requirement',
    'main.go:6:2: package game is not in std (/gopath/pkg/mod/golang.org/toolchain@v0.0.1-go1.26.5.linux-amd64/src/game)\n',
    'main.go:6:2: package game is not in std (golang.org/toolchain@v0.0.1-go1.26.5.linux-amd64/src/game)',
  ],
  [
    'module-path',
    'ambiguous import: found package log in multiple modules:\n\tlog (/w/arena)\n\t (/gopath/pkg/mod/golang.org/toolchain@v0.0.1-go1.26.5.linux-amd64/src/log)\n',
    'ambiguous import: found package log in multiple modules:',
  ],
  [
    'newer-go',
    'go: go.mod requires go >= 1.26.8 (running go 1.26.5; GOTOOLCHAIN=go1.26.5)\n',
    'go: go.mod requires go >= 1.26.8 (running go 1.26.5; GOTOOLCHAIN=go1.26.5)',
  ],
  [
    'newer-go',
    "go: errors parsing go.mod:\n/w/arena/go.mod:3: invalid go version '1.21.0': must match format 1.23\n",
    "go.mod:3: invalid go version '1.21.0': must match format 1.23",
  ],
  [
    'missing-sum',
    'main.go:7:2: missing go.sum entry for module providing package github.com/heroiclabs/nakama-common/runtime (imported by example.com/arena); to add:\n\tgo get example.com/arena\n',
    'main.go:7:2: missing go.sum entry for module providing package github.com/heroiclabs/nakama-common/runtime (imported by example.com/arena)',
  ],
  [
    'updates-needed',
    'go: updates to go.mod needed; to update it:\n\tgo mod tidy\n',
    'go: updates to go.mod needed',
  ],
  [
    'missing-requirement',
    'main.go:7:2: no required module provides package go.uber.org/zap; to add it:\n\tgo get go.uber.org/zap\n',
    'main.go:7:2: no required module provides package go.uber.org/zap',
  ],
  [
    'not-served',
    'go: downloading example.com/x v1.0.0\nmain.go:8:2: example.com/x@v1.0.0: reading https://proxy.example/example.com/x/@v/v1.0.0.zip: 403 Forbidden\n\tserver response: no\nmain.go:9:2: example.com/x@v1.0.0: reading https://proxy.example/example.com/x/@v/v1.0.0.zip: 403 Forbidden\n',
    'main.go:8:2: example.com/x@v1.0.0: reading https://proxy.example/example.com/x/@v/v1.0.0.zip: 403 Forbidden',
  ],
  [
    'missing-folder',
    'main.go:8:2: example.com/x@v0.0.0: replacement directory ../x does not exist\n',
    'main.go:8:2: example.com/x@v0.0.0: replacement directory ../x does not exist',
  ],
  [
    'inconsistent-vendoring',
    'go: inconsistent vendoring in /w/arena:\n\tgithub.com/heroiclabs/nakama-common@v1.47.0: is explicitly required in go.mod, but not marked as explicit in vendor/modules.txt\n\n\tTo ignore the vendor directory, use -mod=readonly or -mod=mod.\n\tTo sync the vendor directory, run:\n\t\tgo mod vendor\n',
    'go: inconsistent vendoring in /w/arena:',
  ],
  [
    'toolchain-not-available',
    'go: downloading go1.17.5 (linux/amd64)\ngo: download go1.17.5 for linux/amd64: toolchain not available\n',
    'go: download go1.17.5 for linux/amd64: toolchain not available',
  ],
  [
    'no-c-compiler',
    '# runtime/cgo\ncgo: C compiler "gcc" not found: exec: "gcc": executable file not found in $PATH\n',
    'cgo: C compiler "gcc" not found: exec: "gcc": executable file not found in $PATH',
  ],
  [
    'compile',
    '# example.com/arena\n./main.go:11:21: initializer.RegisterRpcs undefined\n',
    'main.go:11:21: initializer.RegisterRpcs undefined',
  ],
  [
    'compile',
    '# go.uber.org/zap\n../../home/dev/go/pkg/mod/go.uber.org/zap@v1.28.0/logger.go:3:1: syntax error\n',
    'go.uber.org/zap@v1.28.0/logger.go:3:1: syntax error',
  ],
  ['other', 'go: something new\n', 'go: something new'],
  ['other', '', 'go said nothing'],
];

it.each(PRINTED)('explains the failure %s: %s', (kind, stderr, line) => {
  const failure = explainGoFailure(stderr, '/w/arena');
  expect({ kind: failure.kind, first: failure.lines[0] }).toEqual({ kind, first: line });
  expect(failure.lines.join()).not.toMatch(/server response|downloading/);
  // Of a failed download it matters which server answered.
  if (kind !== 'not-served') expect(failure.lines.join()).not.toMatch(/https?:/);
  expect(failure.fix).not.toContain('go get');
});

it('names one cause once, and the download that go asks for', () => {
  const [, stderr] = PRINTED.find(([kind]) => kind === 'not-served') ?? [];
  expect(explainGoFailure(stderr ?? '').lines).toHaveLength(1);
  const sums =
    'go: github.com/heroiclabs/nakama-common@v1.47.0: missing go.sum entry for go.mod file; to add it:\n';
  expect(explainGoFailure(sums).fix).toBe('go mod download github.com/heroiclabs/nakama-common@v1.47.0');
});

it('keeps names and passwords out of the address of a failed download', () => {
  const { lines } = explainGoFailure(
    'go: example.com/x@v1.0.0: Get "https://me:secret@proxy.example/example.com/x/@v/v1.0.0.info": dial tcp: no such host\n',
  );
  expect(lines).toEqual([
    'go: example.com/x@v1.0.0: Get "https://proxy.example/example.com/x/@v/v1.0.0.info": dial tcp: no such host',
  ]);
});
