import { type Files, judge, mainGo, pinned, removeWorkspaces } from '../testing/workspace';

afterEach(removeWorkspaces);

const SERVER = 'FROM heroiclabs/nakama:3.40.0\nCOPY --from=b /arena.so /nakama/data/modules/\n';
const BUILDER = 'FROM heroiclabs/nakama-pluginbuilder:3.40.0 AS b\n';
const BUILD = 'RUN go build -trimpath -buildmode=plugin -o /arena.so .\n';

/** plugins/arena, which uses libs/score. */
function studio(around: Files = {}): Files {
  const arena = pinned();
  return {
    'nakama.json': '{ "release": "3.40.0" }',
    'plugins/arena/go.mod': `${String(arena['go.mod'])}\nrequire example.com/score v0.0.0\n\nreplace example.com/score => ../../libs/score\n`,
    'plugins/arena/go.sum': String(arena['go.sum']),
    'plugins/arena/main.go': mainGo('example.com/score'),
    'libs/score/go.mod': 'module example.com/score\n\ngo 1.26.5\n',
    'libs/score/score.go': 'package score\n',
    ...around,
  };
}

function found(dockerfile: string, around: Files = {}, file = 'plugins/arena/Dockerfile') {
  return judge(studio({ [file]: dockerfile, ...around }), 'plugins/arena').findings.filter(
    ({ id }) => id === 'docker-context',
  );
}

const NAMED = `${BUILDER}WORKDIR /build/plugins/arena\n`;

describe('docker-context', () => {
  it('finds a library outside of the folder that the image is built from', () => {
    const [finding, ...more] = found(`${BUILDER}WORKDIR /build\nCOPY . .\n${BUILD}${SERVER}`);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'error',
      proof: 'declared',
      module: 'example.com/score',
      location: { file: 'plugins/arena/Dockerfile', line: 4, column: 5 },
      message:
        'go build stops here: go.mod takes example.com/score from libs/score, and the image is built from plugins/arena, which does not hold that folder',
      fix: 'write in plugins/arena/Dockerfile:3: COPY plugins/arena/ . in place of COPY . . && insert above plugins/arena/Dockerfile:3: COPY libs/score/ /libs/score/ (then build it from the workspace root: docker build -f plugins/arena/Dockerfile .)',
    });
  });

  it('only warns where the image is not the server', () => {
    expect(found(`${BUILDER}WORKDIR /build\nCOPY . .\n${BUILD}`)).toMatchObject([{ severity: 'warning' }]);
  });

  it('takes the folder from the compose file that builds the image, and says where that stands', () => {
    const dockerfile = `${BUILDER}WORKDIR /build\nCOPY . .\n${BUILD}${SERVER}`;
    const compose = 'services:\n  nakama:\n    build:\n      context: ./plugins/arena/\n';
    const [finding] = found(dockerfile, { 'compose.yml': compose });
    expect(finding?.message).toContain('built from plugins/arena (compose.yml:4), which');
    expect(finding?.fix).toContain(
      '(and in compose.yml:4 build from context: . with dockerfile: plugins/arena/Dockerfile)',
    );
  });

  it('finds a library that no COPY brings, and one whose go.mod comes after the download', () => {
    const copies = 'COPY plugins/arena/go.mod plugins/arena/go.sum ./\nRUN go mod download\n';
    expect(found(`${NAMED}${copies}COPY plugins/arena/ ./\n${BUILD}${SERVER}`)).toMatchObject([
      {
        location: { line: 4, column: 5 },
        message: expect.stringContaining('no COPY brings that folder to where plugins/arena/go.mod has it'),
        fix: 'insert above plugins/arena/Dockerfile:5: COPY libs/score/ /build/libs/score/ && insert above plugins/arena/Dockerfile:3: COPY libs/score/go.mod /build/libs/score/',
      },
    ]);
    expect(
      found(`${NAMED}${copies}COPY libs/ ../../libs/\nCOPY plugins/arena/ ./\n${BUILD}${SERVER}`),
    ).toMatchObject([
      {
        message: 'go mod download stops here: it reads the go.mod of libs/score, which is copied later',
        fix: 'insert above plugins/arena/Dockerfile:3: COPY libs/score/go.mod /build/libs/score/',
      },
    ]);
  });

  it('knows no WORKDIR of an image: it speaks of the library from there', () => {
    expect(found(`${BUILDER}COPY . .\n${BUILD}${SERVER}`)[0]?.fix).toContain(
      'insert above plugins/arena/Dockerfile:3: COPY libs/score/ ../../libs/score/',
    );
  });

  it.each([
    ['the whole repository', `${BUILDER}WORKDIR /src\nCOPY . .\nRUN cd plugins/arena && ${BUILD.slice(4)}`],
    [
      'the whole repository, by -C',
      `${BUILDER}COPY . /src\nRUN go -C /src/plugins/arena build -trimpath -buildmode=plugin -o /arena.so .\n`,
    ],
    ['its folder alone', `${NAMED}COPY libs/score /build/libs/score\nCOPY plugins/arena/ .\n${BUILD}`],
    [
      'its folder in JSON',
      `${NAMED}COPY ["libs/score", "/build/libs/score"]\nCOPY plugins/arena/ .\n${BUILD}`,
    ],
    [
      'its files',
      `${NAMED}COPY libs/score/go.mod libs/score/*.go /build/libs/score/\nCOPY plugins/arena/ .\n${BUILD}`,
    ],
    [
      'all by a pattern',
      `${BUILDER}WORKDIR /build\nCOPY libs* libs/\nCOPY plugins plugins\nWORKDIR plugins/arena\n${BUILD}`,
    ],
    [
      'by a variable',
      `${BUILDER}ARG AT=/build\nWORKDIR $AT/plugins/arena\nCOPY libs $AT/libs\nCOPY plugins/arena .\n${BUILD}`,
    ],
    [
      'from another context',
      `${BUILDER}WORKDIR /b/plugins/arena\nCOPY --from=libs . /b/libs/\nCOPY . .\n${BUILD}`,
    ],
    ['to an unknown place', `${BUILDER}WORKDIR $HOME/arena\nCOPY . .\n${BUILD}`],
    [
      'by git',
      `${BUILDER}WORKDIR /b/plugins/arena\nCOPY . .\nRUN git clone https://example.com/libs /b/libs\n${BUILD}`,
    ],
    ['by a mount', `${BUILDER}WORKDIR /b\nCOPY . .\nRUN --mount=from=libs,target=/libs ${BUILD.slice(4)}`],
    [
      'by a script in an earlier stage',
      `${BUILDER}WORKDIR /b\nRUN ./get-libs.sh\nFROM b AS c\nCOPY . .\n${BUILD}`,
    ],
    [
      'by a changed go.mod',
      `${BUILDER}WORKDIR /b\nCOPY . .\nRUN go mod edit -dropreplace=example.com/score\n${BUILD}`,
    ],
    ['by a written go.mod', `${BUILDER}WORKDIR /b\nCOPY . .\nRUN sed -i /replace/d go.mod\n${BUILD}`],
    [
      'by go.mod of another name',
      `${BUILDER}WORKDIR /b\nCOPY . .\nRUN go build -modfile=docker.mod -trimpath -buildmode=plugin -o /a.so .\n`,
    ],
  ])('sees, or cannot tell: %s', (_, dockerfile) => {
    expect(found(dockerfile + SERVER)).toEqual([]);
  });

  it('is silent about Dockerfiles above that copy another layout, vendored modules and unused replaces', () => {
    const plain = `${BUILDER}WORKDIR /build\nCOPY . .\n${BUILD}${SERVER}`;
    expect(found(plain, {}, 'Dockerfile')).toEqual([]);
    expect(found(plain, { 'plugins/arena/vendor/modules.txt': '' })).toEqual([]);
    const unused = {
      'plugins/arena/main.go': mainGo(),
      'plugins/arena/go.mod': `${String(pinned()['go.mod'])}\nreplace example.com/score => ../../libs/score\n`,
    };
    expect(found(plain, unused)).toEqual([]);
  });

  it('names a library that go.work alone brings, and one outside of the repository', () => {
    const plain = `${BUILDER}WORKDIR /build\nCOPY . .\n${BUILD}${SERVER}`;
    const onlyInWork = {
      'plugins/arena/go.mod': String(pinned()['go.mod']),
      'go.work': 'go 1.26.5\n\nuse (\n\t./libs/score\n\t./plugins/arena\n)\n',
    };
    expect(found(plain, onlyInWork)).toMatchObject([{ module: 'example.com/score' }]);
    const outside = `${String(pinned()['go.mod'])}\nrequire example.com/score v0.0.0\n\nreplace example.com/score => ../../../score\n`;
    expect(found(plain, { 'plugins/arena/go.mod': outside })[0]).toBeUndefined();
    expect(
      found(`${BUILDER}WORKDIR /build\nCOPY . .\nRUN go mod download\n${BUILD}${SERVER}`, {
        'plugins/arena/go.mod': outside,
      })[0]?.fix,
    ).toBe(
      'move ../score into the repository, so that an image can be built from a folder that holds it, or go mod vendor',
    );
  });
});
