import { brief, judge, pinned, removeWorkspaces } from '../testing/workspace';

afterEach(removeWorkspaces);

function found(run: string, server = 'nakama', before = ''): string[] {
  const Dockerfile = `FROM heroiclabs/nakama-pluginbuilder:3.40.0 AS b\n${before}COPY . .\n${run}\nFROM heroiclabs/${server}:3.40.0\nCOPY --from=b /b.so /x\n`;
  const { findings } = judge({ ...pinned(), Dockerfile });
  return brief(findings.filter(({ id }) => id === 'build-command'));
}

describe('build-command', () => {
  it.each([
    'RUN go build -trimpath -buildmode=plugin -o b.so .',
    'RUN go build --trimpath --buildmode=plugin -o b.so .',
    'RUN go mod download && go build -buildmode plugin \\\n  # a comment\n  -trimpath .',
    'RUN go build -trimpath -buildmode=plugin -gcflags "-N -l" -ldflags "-s -w" -tags sqlite .',
    'RUN go build -o tool ./cmd/tool',
    'RUN go build $FLAGS -buildmode=plugin .',
    '# RUN go build -buildmode=plugin .',
    'RUN CGO_ENABLED=0 go build -o tool ./cmd && go build -buildmode=plugin -trimpath .',
  ])('is silent about %j', (run) => expect(found(run)).toEqual([]));

  it('takes flags from ENV of the same stage', () => {
    const run = 'RUN go build -buildmode=plugin .';
    expect(found(run, 'nakama', 'ENV GOFLAGS="-trimpath" CGO_ENABLED=1\n')).toEqual([]);
    expect(found(`${run.slice(0, -1)}-trimpath .`, 'nakama', 'ENV CGO_ENABLED=0\n')).toEqual([
      'build-command error CGO_ENABLED=0 @ Dockerfile:4:5',
    ]);
  });

  it.each([
    ['-buildmode=plugin', '-trimpath'],
    ['-trimpath -race -buildmode=plugin', '-race'],
    ['-trimpath -buildmode=plugin -gcflags "all=-N -l"', '-gcflags=all=-N -l'],
    ['-trimpath -buildmode=plugin -tags netgo', '-tags=netgo'],
  ])('names what is wrong in go build %s', (flags, flag) => {
    expect(found(`RUN go build ${flags} .`)).toEqual([`build-command error ${flag} @ Dockerfile:3:5`]);
  });

  it.each([
    [
      'build.sh',
      'go build -buildmode=plugin -o x.so .\n',
      ['build-command warning -trimpath @ build.sh:1:1'],
    ],
    [
      'Makefile',
      'x.so:\n\tgo build -buildmode=plugin .\n',
      ['build-command warning -trimpath @ Makefile:2:2'],
    ],
    ['build.bat', 'go build -trimpath -buildmode=plugin %FLAGS% .\r\n', []],
    ['Makefile', 'x.so:\n\tgo build $(FLAGS) -buildmode=plugin .\n', []],
    ['build.sh', 'export GOFLAGS=-trimpath\ngo build -buildmode=plugin .\n', []],
    ['build.sh', 'echo go build -buildmode=plugin\n', []],
  ])('warns of commands in %s: %j', (file, text, expected) => {
    const { findings } = judge({ ...pinned(), [file]: text });
    expect(brief(findings)).toEqual(expected);
  });

  it('leaves debug flags to the debug server, and only warns where no server is built', () => {
    expect(found('RUN go build -trimpath -buildmode=plugin -gcflags "all=-N -l" .', 'nakama-dsym')).toEqual(
      [],
    );
    expect(found('RUN go build -buildmode=plugin .', 'nakama-pluginbuilder')).toEqual([
      'build-command warning -trimpath @ Dockerfile:3:5',
    ]);
  });

  it.each([
    // Exec form, scripts in quotes and here-documents.
    ['RUN ["go", "build", "-buildmode=plugin", "-o", "/b.so"]', ['-trimpath @ Dockerfile:3:6']],
    ['RUN ["sh", "-c", "go build -buildmode=plugin"]', ['-trimpath @ Dockerfile:3:19']],
    ["RUN sh -c 'cd /src && go build -buildmode=plugin'", ['-trimpath @ Dockerfile:3:23']],
    ['RUN <<EOF\nset -e\ngo build \\\n  -buildmode=plugin\nEOF', ['-trimpath @ Dockerfile:5:1']],
    ['RUN --mount=type=cache,target=/c go build -buildmode=plugin .', ['-trimpath @ Dockerfile:3:34']],
    ['RUN if true; then go build -buildmode=plugin .; fi', ['-trimpath @ Dockerfile:3:19']],
    // Without a mode.
    ['RUN go build -trimpath -o /b.so .', ['-buildmode=plugin @ Dockerfile:3:5']],
    // Variables.
    ['ARG FLAGS="-race -trimpath"\nRUN go build $FLAGS -buildmode=plugin .', ['-race @ Dockerfile:4:5']],
    ['ARG MODE\nRUN go build $MODE -race -buildmode=plugin .', ['-race @ Dockerfile:4:5']],
    [
      'RUN F="-buildmode=plugin -trimpath"; go build $F -asmflags=all=-S .',
      ['-asmflags=all=-S @ Dockerfile:3:38'],
    ],
    ['RUN go env -w GOFLAGS=-race && go build -trimpath -buildmode=plugin .', ['-race @ Dockerfile:3:32']],
    [
      'ENV GOEXPERIMENT=jsonv2\nRUN go build -trimpath -buildmode=plugin .',
      ['GOEXPERIMENT=jsonv2 @ Dockerfile:4:5'],
    ],
    ['RUN GOOS=windows go build -trimpath -buildmode=plugin .', ['GOOS=windows @ Dockerfile:3:18']],
    // Another Go.
    [
      'ENV GOTOOLCHAIN=go1.25.1\nRUN go build -trimpath -buildmode=plugin .',
      ['GOTOOLCHAIN=go1.25.1 @ Dockerfile:4:5'],
    ],
    ['RUN GOTOOLCHAIN=go1.26.5 go build -trimpath -buildmode=plugin .', []],
    ['RUN go1.25.1 build -trimpath -buildmode=plugin .', ['go1.25.1 @ Dockerfile:3:5']],
    ['ENV GOTOOLCHAIN=local\nRUN go build -trimpath -buildmode=plugin .', []],
    // What go.mod and vendor/ say no more.
    ['RUN go build -mod=vendor -trimpath -buildmode=plugin .', ['-mod=vendor @ Dockerfile:3:5']],
    ['RUN go mod vendor\nRUN go build -mod=vendor -trimpath -buildmode=plugin .', []],
    ['RUN go build -mod=readonly -trimpath -buildmode=plugin .', []],
  ])('reads %j', (run, expected) => {
    expect(found(run)).toEqual(expected.map((text) => `build-command error ${text}`));
  });

  it.each([
    ['RUN go mod tidy && go build -trimpath -buildmode=plugin .', ['go mod tidy @ Dockerfile:3:5']],
    ['RUN go get -u ./...\nRUN go build -trimpath -buildmode=plugin .', ['go get @ Dockerfile:3:5']],
    ['RUN go mod tidy', []],
    [
      'RUN go build -modfile=go.docker.mod -trimpath -buildmode=plugin .',
      ['-modfile=go.docker.mod @ Dockerfile:3:5'],
    ],
  ])('warns of what may change versions: %j', (run, expected) => {
    expect(found(run)).toEqual(expected.map((text) => `build-command warning ${text}`));
  });

  it('wants the flags of the debug server beside it', () => {
    expect(found('RUN go build -trimpath -buildmode=plugin .', 'nakama-dsym')).toEqual([
      'build-command error -gcflags=all=-N -l @ Dockerfile:3:5',
    ]);
  });

  it('sees the profile that go build takes by itself', () => {
    const run = (flags: string) =>
      judge({
        ...pinned(),
        'default.pgo': '',
        'build.sh': `go build -trimpath -buildmode=plugin ${flags} .\n`,
      }).findings;
    expect(brief(run(''))).toEqual(['build-command warning default.pgo @ build.sh:1:1']);
    expect(brief(run('-pgo=off'))).toEqual([]);
  });

  const build = 'go build -buildmode=plugin -o x.so .';
  it.each([
    [
      '.github/workflows/ci.yml',
      `on: push\nenv:\n  CGO_ENABLED: 0\njobs:\n  b:\n    steps:\n      - run: |\n          echo x\n          ${build}\n`,
      ['CGO_ENABLED=0 @ .github/workflows/ci.yml:9:11', '-trimpath @ .github/workflows/ci.yml:9:11'],
    ],
    [
      '.github/workflows/ci.yml',
      `jobs:\n  b:\n    steps:\n      - run: go build \${{ env.FLAGS }} -buildmode=plugin .\n        env:\n          FLAGS: -trimpath\n`,
      [],
    ],
    [
      '.github/workflows/ci.yml',
      'jobs:\n  b:\n    steps:\n      - uses: docker://heroiclabs/nakama-pluginbuilder:3.40.0\n        with:\n          args: build -buildmode=plugin .\n',
      ['-trimpath @ .github/workflows/ci.yml:6:17'],
    ],
    [
      '.gitlab-ci.yml',
      `build:\n  variables:\n    GOFLAGS: -trimpath\n  script:\n    - cd x\n    - ${build} -race\n    - ${build.replace(' -o', ' -race -o')}\n`,
      ['-race @ .gitlab-ci.yml:7:7'],
    ],
    [
      'docker-compose.yml',
      'services:\n  build:\n    image: heroiclabs/nakama-pluginbuilder:3.40.0\n    command: ["build", "-buildmode=plugin", "-o", "x.so"]\n',
      ['-trimpath @ docker-compose.yml:4:14'],
    ],
    [
      'docker-compose.yml',
      `services:\n  build:\n    image: golang:1.26.5\n    environment: [CGO_ENABLED=0]\n    command: sh -c "${build} -trimpath"\n`,
      ['CGO_ENABLED=0 @ docker-compose.yml:5:21', '-trimpath @ docker-compose.yml:5:21'],
    ],
    [
      'Taskfile.yml',
      `version: '3'\ntasks:\n  build:\n    cmds:\n      - ${build}\n`,
      ['-trimpath @ Taskfile.yml:5:9'],
    ],
    [
      'Makefile',
      'FLAGS := -buildmode=plugin\nx.so:\n\tCGO_ENABLED=1 $(GO) build $(FLAGS) -o $@ .\n',
      ['-trimpath @ Makefile:3:16'],
    ],
    [
      'build.sh',
      'docker run --rm -v "$PWD:/b" -w /b heroiclabs/nakama-pluginbuilder:3.40.0 build -buildmode=plugin -o x.so\n',
      ['-trimpath @ build.sh:1:36'],
    ],
    [
      'build.ps1',
      '$env:CGO_ENABLED = "0"\ngo build -trimpath `\n  -buildmode=plugin .\n',
      ['CGO_ENABLED=0 @ build.ps1:2:1'],
    ],
    [
      'build.bat',
      'set CGO_ENABLED=0\r\ngo build -trimpath ^\r\n  -buildmode=plugin .\r\n',
      ['CGO_ENABLED=0 @ build.bat:2:1'],
    ],
    ['justfile', `flags := "-trimpath"\n\nbuild:\n    go build {{flags}} -buildmode=plugin .\n`, []],
    ['scripts/build.sh', `${build}\n`, ['-trimpath @ scripts/build.sh:1:1']],
  ])('warns of commands in %s: %j', (file, text, expected) => {
    const { findings } = judge({ ...pinned(), [file]: text });
    const found = findings.filter(({ id }) => id === 'build-command');
    expect(brief(found)).toEqual(expected.map((words) => `build-command warning ${words}`));
  });

  it('leaves a command that names the folder of another module to that module', () => {
    const module = (name: string): Record<string, string | Buffer> =>
      Object.fromEntries(Object.entries(pinned()).map(([path, text]) => [`plugins/${name}/${path}`, text]));
    const files = {
      ...module('arena'),
      ...module('chat'),
      'nakama.json': '{ "release": "3.40.0" }',
      Makefile: [
        'IMAGE := heroiclabs/nakama-pluginbuilder:3.40.0',
        'arena:',
        '\t@cd plugins/arena && go build -buildmode=plugin -o ../../arena.so .',
        'chat:',
        '\tdocker run --rm -v $(PWD):/b -w /b/plugins/chat $(IMAGE) build -trimpath -race -buildmode=plugin',
        '\tgo -C plugins/chat build -trimpath -msan -buildmode=plugin .',
        '',
      ].join('\n'),
      'docker-compose.yml': [
        'services:',
        '  builder:',
        '    image: heroiclabs/nakama-pluginbuilder:3.40.0',
        '    working_dir: /b/plugins/arena',
        '    command: build -trimpath -asan -buildmode=plugin',
        '',
      ].join('\n'),
    };
    const found = (dir: string): string[] =>
      brief(judge(files, dir).findings.filter(({ id }) => id === 'build-command'));
    expect(found('plugins/arena')).toEqual([
      'build-command warning -trimpath @ Makefile:3:23',
      'build-command warning -asan @ docker-compose.yml:5:14',
    ]);
    expect(found('plugins/chat')).toEqual([
      'build-command warning -race @ Makefile:5:50',
      'build-command warning -msan @ Makefile:6:2',
    ]);
  });
});
