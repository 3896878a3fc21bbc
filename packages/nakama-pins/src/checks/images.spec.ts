import { brief, type Files, judge, pinned, removeWorkspaces } from '../testing/workspace';

afterEach(removeWorkspaces);

const BUILD = 'RUN go build -trimpath -buildmode=plugin -o backend.so .\n';

function found(files: Files, release?: string): string[] {
  const report = judge({ ...pinned(), ...files }, '.', release);
  return brief(report.findings.filter((f) => f.id === 'image-tag' || f.id === 'platform'));
}

describe('image-tag', () => {
  it('is silent where builder and server are the release', () => {
    const dockerfile = `FROM registry.heroiclabs.com/heroiclabs/nakama-pluginbuilder:3.40.0 AS b\n${BUILD}FROM heroiclabs/nakama:3.40.0\n`;
    expect(
      found({ Dockerfile: dockerfile, 'compose.yml': 'services: {n: {image: "heroiclabs/nakama:3.40.0"}}' }),
    ).toEqual([]);
  });

  it('names a builder and a server of other releases, in Dockerfile and compose file', () => {
    const files = {
      Dockerfile: `FROM heroiclabs/nakama-pluginbuilder:3.39.0 AS b\n${BUILD}FROM heroiclabs/nakama:3.38.0\n`,
      'docker-compose.yml': 'services:\n  nakama:\n    image: heroiclabs/nakama:3.37.0\n',
    };
    expect(found(files)).toEqual([
      'image-tag error heroiclabs/nakama-pluginbuilder:3.39.0 @ Dockerfile:1:6',
      'image-tag error heroiclabs/nakama:3.38.0 @ Dockerfile:3:6',
      'image-tag error heroiclabs/nakama:3.37.0 @ docker-compose.yml:3:12',
    ]);
  });

  it('only warns of a builder of another release with the same Go', () => {
    expect(found({ Dockerfile: `FROM heroiclabs/nakama-pluginbuilder:3.36.0\n${BUILD}` }, '3.37.0')).toEqual([
      'image-tag warning heroiclabs/nakama-pluginbuilder:3.36.0 @ Dockerfile:1:6',
    ]);
  });

  it("knows that 3.38.0's builder has another Go than its server", () => {
    const [builder] = judge(
      { ...pinned(), Dockerfile: `FROM heroiclabs/nakama-pluginbuilder:3.38.0\n${BUILD}` },
      '.',
      '3.38.0',
    ).findings.filter((f) => f.id === 'image-tag');
    expect(builder).toMatchObject({
      severity: 'error',
      actual: '1.25.5',
      expected: '1.26.1',
      fix: 'write in Dockerfile:1: golang:1.26.1-bookworm in place of heroiclabs/nakama-pluginbuilder:3.38.0',
    });
  });

  it('warns of tags that name no release', () => {
    expect(found({ Dockerfile: 'FROM heroiclabs/nakama:latest\n' })).toEqual([
      'image-tag warning heroiclabs/nakama:latest @ Dockerfile:1:6',
    ]);
    expect(found({ Dockerfile: 'ARG V\nFROM heroiclabs/nakama:${V}\n' })).toEqual([
      'image-tag warning heroiclabs/nakama:${V} @ Dockerfile:2:6',
    ]);
  });

  it('judges the Go of a golang image that builds the plugin', () => {
    expect(found({ Dockerfile: `FROM golang:1.26.5-bookworm\n${BUILD}` })).toEqual([]);
    expect(found({ Dockerfile: `FROM golang:1.26.4\n${BUILD}` })).toEqual([
      'image-tag error golang:1.26.4 @ Dockerfile:1:6',
    ]);
    expect(found({ Dockerfile: `FROM golang:1.26\n${BUILD}` })).toEqual([
      'image-tag warning golang:1.26 @ Dockerfile:1:6',
    ]);
    expect(found({ Dockerfile: `FROM golang:1.25\n${BUILD}` })).toEqual([
      'image-tag error golang:1.25 @ Dockerfile:1:6',
    ]);
    expect(found({ Dockerfile: 'FROM golang:1.20\nRUN go build ./cmd/tool\n' })).toEqual([]);
  });

  it('leaves the files above to the release that is set there', () => {
    const plugin = Object.fromEntries(
      Object.entries(pinned()).map(([name, text]) => [`plugins/arena/${name}`, text]),
    );
    const files = {
      ...plugin,
      'compose.yml': 'services: {n: {image: heroiclabs/nakama:3.39.0}}',
      'nakama.json': '{ "release": "3.39.0" }',
      'plugins/arena/nakama.json': '{ "release": "3.40.0" }',
    };
    expect(judge(files, 'plugins/arena').findings).toEqual([]);
  });

  it('knows servers of one architecture, of mirrors, and of two releases side by side', () => {
    expect(found({ Dockerfile: 'FROM heroiclabs/nakama:3.40.0-arm64\n' })).toEqual([]);
    expect(found({ Dockerfile: 'FROM ghcr.io/acme/heroiclabs/nakama:3.39.0\n' })).toHaveLength(1);
    const both = 'services: {a: {image: heroiclabs/nakama:3.39.0}, b: {image: heroiclabs/nakama:3.40.0}}';
    expect(found({ 'compose.yml': both })).toEqual([]);
  });

  it('speaks of the files above the plugin too', () => {
    const plugin = Object.fromEntries(
      Object.entries(pinned()).map(([name, text]) => [`plugins/arena/${name}`, text]),
    );
    const compose = 'services:\n  nakama:\n    image: heroiclabs/nakama:${NAKAMA_VERSION}\n';
    const report = judge(
      { ...plugin, 'docker-compose.yml': compose, '.env': 'NAKAMA_VERSION=3.39.0\n' },
      'plugins/arena',
    );
    expect(brief(report.findings)).toEqual([
      'image-tag error heroiclabs/nakama:${NAKAMA_VERSION} @ docker-compose.yml:3:12',
    ]);
    const ignored = {
      ...plugin,
      'docker-compose.yml': compose,
      '.env': 'NAKAMA_VERSION=3.39.0\n',
      '.gitignore': '.env\n',
    };
    expect(judge(ignored, 'plugins/arena').findings).toMatchObject([
      { id: 'image-tag', severity: 'warning' },
    ]);
  });
});

describe('platform', () => {
  it('refuses a stage that builds against musl', () => {
    expect(found({ Dockerfile: `FROM golang:1.26.5-alpine\n${BUILD}` })).toEqual([
      'platform error golang:1.26.5-alpine @ Dockerfile:1:6',
    ]);
  });

  it('refuses platforms that the server does not run on', () => {
    const config = '{\n  "release": "3.40.0",\n  "platforms": ["linux/amd64", "windows/amd64"]\n}';
    expect(found({ 'nakama.json': config })).toEqual(['platform error windows/amd64 @ nakama.json:3:16']);
  });

  it('holds the platforms of images against those of the workspace', () => {
    const dockerfile = 'FROM --platform=linux/arm64 heroiclabs/nakama:3.40.0\n';
    expect(found({ Dockerfile: dockerfile })).toEqual([
      'platform error heroiclabs/nakama:3.40.0 @ Dockerfile:1:29',
    ]);
    expect(found({ Dockerfile: dockerfile, 'nakama.json': '{ "platforms": ["linux/arm64"] }' })).toEqual([]);
  });
});
