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
});
