import { verifyAt } from '../testing/one';
import { brief, type Files, mainGo, pinned, removeWorkspaces, workspace } from '../testing/workspace';

afterEach(removeWorkspaces);

const SERVER = (tag: string): string => `services:\n  nakama:\n    image: heroiclabs/nakama:${tag}\n`;
const BUILD = 'RUN go build -trimpath -buildmode=plugin -o b.so .\n';

function below(dir: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${dir}/${name}`, text]));
}

function verify(files: Files, dir = 'server') {
  const { release, findings } = verifyAt(workspace({ ...below('server', pinned()), ...files }), dir);
  return {
    release,
    findings: brief(findings),
    messages: findings.map(({ message, fix }) => `${message}; ${fix}`),
  };
}

/** The release, or what is said instead. */
function releaseOf(files: Files, dir?: string): string {
  const { release, messages } = verify(files, dir);
  return release ?? messages.join('\n');
}

describe('the release that images name', () => {
  it.each<[string, Files]>([
    ['a folder beside the plugin', { 'infra/docker-compose.yml': SERVER('3.40.0') }],
    ['a folder below the plugin', { 'server/deploy/compose.yml': SERVER('3.40.0') }],
    ['a file of another name', { 'local.yml': SERVER('3.40.0') }],
    ['a numbered Dockerfile', { 'docker/Dockerfile1': 'FROM heroiclabs/nakama:3.40.0\n' }],
    [
      'a Dockerfile for development',
      { 'server/Dockerfile-dev': 'FROM heroiclabs/nakama-pluginbuilder:3.40.0\n' },
    ],
    ['Kubernetes', { 'k8s/nakama.yaml': 'spec:\n  containers:\n    - image: heroiclabs/nakama:3.40.0\n' }],
    ['a Helm chart', { 'chart/values.yaml': 'image:\n  repository: heroiclabs/nakama\n  tag: "3.40.0"\n' }],
    [
      'a template and its values',
      {
        'chart/values.yaml': 'tag: 3.40.0\n',
        'chart/templates/n.yaml': 'image: "heroiclabs/nakama:{{ .Values.tag }}"\n{{- if x }}\n',
      },
    ],
    [
      'a workflow',
      { '.github/workflows/ci.yml': 'jobs: {b: {container: "heroiclabs/nakama-pluginbuilder:3.40.0"}}\n' },
    ],
    ['GitLab', { '.gitlab-ci.yml': 'image: heroiclabs/nakama-pluginbuilder:3.40.0\n' }],
    [
      'a Makefile',
      { 'server/Makefile': 'V := 3.40.0\nbuild:\n\tdocker run heroiclabs/nakama-pluginbuilder:$(V) build\n' },
    ],
    ['a batch file', { 'tools/build.bat': 'docker run heroiclabs/nakama-pluginbuilder:3.40.0 build\r\n' }],
    [
      'a dev container',
      { '.devcontainer/devcontainer.json': '{ "image": "heroiclabs/nakama-pluginbuilder:3.40.0" }' },
    ],
    [
      'a file that a service extends',
      {
        'infra/compose.yml': 'services:\n  n: {extends: {file: base.yml, service: b}}\n',
        'infra/base.yml': 'services:\n  b:\n    image: heroiclabs/nakama:3.40.0\n',
      },
    ],
    [
      'a file that is included',
      { 'compose.yml': 'include: [infra/nakama.yaml]\n', 'infra/nakama.yaml': SERVER('3.40.0') },
    ],
    [
      'the folder of another plugin, if nothing is nearer',
      { ...below('other', pinned()), 'other/compose.yml': SERVER('3.40.0') },
    ],
  ])('is read from %s', (_, files) => {
    const { release, findings } = verify(files);
    expect(release).toBe('3.40.0');
    expect(findings).toEqual([]);
  });

  it('is what compose builds with, whatever the default', () => {
    const files = {
      'server/Dockerfile': `ARG NAKAMA_VERSION=3.39.0\nFROM heroiclabs/nakama-pluginbuilder:\${NAKAMA_VERSION} AS b\n${BUILD}FROM heroiclabs/nakama:\${NAKAMA_VERSION}\n`,
      'compose.yaml':
        'services:\n  n:\n    build:\n      context: server\n      args:\n        NAKAMA_VERSION: ${NAKAMA_VERSION:-3.38.0}\n',
      '.env': 'NAKAMA_VERSION=3.40.0\n',
    };
    expect(verify(files)).toMatchObject({ release: '3.40.0', findings: [] });
    expect(releaseOf({ ...files, '.env': '' })).toBe('3.38.0');
    expect(releaseOf({ ...files, 'compose.yaml': 'services: {n: {build: server}}\n' })).toBe('3.39.0');
    // With nakama.json too: the default is not what is built.
    expect(verify({ ...files, 'nakama.json': '{ "release": "3.40.0" }' }).findings).toEqual([]);
  });

  it('is that of the nearest, and others are named with both places', () => {
    const { release, findings, messages } = verify({
      'server/compose.yml': SERVER('3.40.0'),
      'infra/compose.yml': SERVER('3.39.0'),
    });
    expect(release).toBe('3.40.0');
    // The file may be of another deployment: the plugin loads in its own.
    expect(findings).toEqual(['image-tag warning heroiclabs/nakama:3.39.0 @ infra/compose.yml:3:12']);
    expect(messages.join()).toContain('judged for 3.40.0, which server/compose.yml:3:12 names');
  });

  it('is not known where files that are equally near disagree', () => {
    const { release, findings, messages } = verify({
      'infra/prod.yml': SERVER('3.40.0'),
      'infra/test.yml': SERVER('3.39.0'),
    });
    expect(release).toBeNull();
    expect(findings).toEqual(['unknown-release undecided - @ infra/prod.yml:3:12']);
    expect(messages.join()).toContain(
      'heroiclabs/nakama:3.40.0 (infra/prod.yml:3:12), heroiclabs/nakama:3.39.0 (infra/test.yml:3:12)',
    );
  });

  it("is not that of another plugin's files, if the plugin has its own", () => {
    const files = {
      ...below('games/a/server', pinned()),
      ...below('games/b/server', pinned()),
      'games/a/infra/compose.yml': SERVER('3.40.0'),
      'games/b/infra/compose.yml': SERVER('3.39.0'),
    };
    expect(verify(files, 'games/a/server')).toMatchObject({ release: '3.40.0', findings: [] });
    expect(releaseOf(files, 'games/b/server')).toBe('3.39.0');
  });

  it.each([
    ['latest', 'heroiclabs/nakama:latest'],
    ['no tag', 'heroiclabs/nakama'],
    ['another moving tag', 'heroiclabs/nakama:stable'],
    ['a digest alone', `heroiclabs/nakama@sha256:${'a'.repeat(64)}`],
    ['a variable without a value', 'heroiclabs/nakama:${TAG}'],
  ])('is not known where the image has %s, and that is said', (_, image) => {
    const { release, findings, messages } = verify({
      'server/compose.yml': `services: {n: {image: "${image}"}}\n`,
    });
    expect(release).toBeNull();
    expect(findings).toEqual([`unknown-release undecided ${image} @ server/compose.yml:1:23`]);
    expect(messages.join()).toContain(`no tag of the images names one: ${image} (server/compose.yml:1:23)`);
  });

  it('may be that of a copy, which nakama.json names', () => {
    const files = { 'compose.yml': 'services: {n: {image: "ghcr.io/me/nakama:3.40.0-ours.2"}}\n' };
    expect(releaseOf(files)).toMatch(
      /not those of Heroic Labs.*write nakama\.json: \{ "images": \["ghcr\.io\/me\/nakama"\] \}/,
    );
    const named = { ...files, 'nakama.json': '{ "images": ["ghcr.io/me/nakama"] }' };
    expect(verify(named)).toMatchObject({ release: '3.40.0', findings: [] });
    const other = { ...named, 'nakama.json': '{ "release": "3.39.0", "images": ["ghcr.io/me/nakama"] }' };
    expect(verify(other).findings).toContain(
      'image-tag error ghcr.io/me/nakama:3.40.0-ours.2 @ compose.yml:1:23',
    );
  });

  it.each<[string, Files]>([
    ['git ignores', { '.gitignore': 'tmp/\n', 'tmp/compose.yml': SERVER('3.40.0') }],
    ['belong to another repository', { 'nakama/.git/HEAD': '', 'nakama/compose.yml': SERVER('3.40.0') }],
    ['a package manager fills', { 'node_modules/x/compose.yml': SERVER('3.40.0') }],
    ['say nothing of Nakama', { 'infra/compose.yml': 'services: {db: {image: "postgres:12"}}\n' }],
    [
      'can not be read',
      { 'infra/compose.yml': 'services: [heroiclabs/nakama:3.40.0\n', 'x/Dockerfile': 'FORM nakama\n' },
    ],
  ])('is not read from files that %s', (_, files) => {
    expect(releaseOf(files)).toContain('there is no nakama.json, and no server or builder image');
  });

  it('may be older than the catalog, and that is said', () => {
    expect(releaseOf({ 'compose.yml': SERVER('2.5.1') })).toContain(
      'Nakama 2.5.1 of heroiclabs/nakama:2.5.1 is not in the catalog: it begins with 3.0.0',
    );
  });

  it('does not keep a plugin whose release is in nakama.json from being judged by its own files alone', () => {
    const files = { 'nakama.json': '{ "release": "3.40.0" }', 'elsewhere/far/compose.yml': SERVER('3.39.0') };
    expect(verify(files).findings).toEqual([]);
    expect(verify({ ...files, 'deploy/k8s/n.yaml': 'image: heroiclabs/nakama:3.39.0\n' }).findings).toEqual([
      'image-tag warning heroiclabs/nakama:3.39.0 @ deploy/k8s/n.yaml:1:8',
    ]);
  });
});

describe('the release of a library module', () => {
  const LIBRARY: Files = {
    'lib/go.mod': 'module example.com/lib\n\ngo 1.26.5\n',
    'lib/lib.go': 'package lib\n\nconst C = 1\n',
  };
  const user = (dir: string): Files => {
    const files = below(dir, pinned());
    return {
      ...files,
      [`${dir}/go.mod`]: `${files[`${dir}/go.mod`]}\nrequire example.com/lib v0.0.0\n\nreplace example.com/lib => ../lib\n`,
      [`${dir}/main.go`]: mainGo('example.com/lib'),
    };
  };

  it('is that of the plugin that uses it', () => {
    const files = { ...LIBRARY, ...user('srv') };
    expect(releaseOf({ ...files, 'docker-compose.yml': SERVER('3.40.0') }, 'lib')).toBe('3.40.0');
    expect(releaseOf({ ...files, 'srv/compose.yml': SERVER('3.40.0') }, 'lib')).toBe('3.40.0');
    expect(releaseOf({ ...files, 'srv/nakama.json': '{ "release": "3.40" }' }, 'lib')).toBe('3.40.0');
  });

  it('is the oldest of those of the plugins that use it', () => {
    const files = {
      ...LIBRARY,
      ...user('a'),
      ...user('b'),
      'a/nakama.json': '{ "release": "3.40.0" }',
      'b/compose.yml': SERVER('3.39.0'),
    };
    expect(releaseOf(files, 'lib')).toBe('3.39.0');
  });
});
