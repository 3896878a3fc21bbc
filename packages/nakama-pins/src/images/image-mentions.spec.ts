import { setImageTags } from './edit';
import { readHelmValues } from './helm-values';
import { readImageMentions } from './image-mentions';
import { readImagePairs } from './image-pairs';

/** `image:tag @ line:column`, or `?variable` for a tag that is not known. */
function read(text: string, names: readonly string[] = []): string[] {
  return readImageMentions(text, 'file', names).map(
    ({ registry, repository, tag, unresolved, digest, position: { line, column } }) =>
      `${registry ? `${registry}/` : ''}${repository}:${tag ?? (unresolved ? `?${unresolved}` : '')}${digest ? '@' : ''} @ ${line}:${column}`,
  );
}

describe('readImageMentions', () => {
  it.each([
    ['a manifest of Kubernetes', '    image: heroiclabs/nakama:3.16.0', 'heroiclabs/nakama:3.16.0 @ 1:12'],
    ['one without tag', 'image: heroiclabs/nakama\n', 'heroiclabs/nakama: @ 1:8'],
    ['one in quotes', `image: "heroiclabs/nakama:3.16.0"`, 'heroiclabs/nakama:3.16.0 @ 1:9'],
    [
      'a workflow',
      'container: heroiclabs/nakama-pluginbuilder:3.16.0',
      'heroiclabs/nakama-pluginbuilder:3.16.0 @ 1:12',
    ],
    [
      'devcontainer.json',
      '{ "image": "heroiclabs/nakama-pluginbuilder:3.16.0" }',
      'heroiclabs/nakama-pluginbuilder:3.16.0 @ 1:13',
    ],
    [
      'a script',
      'docker run --rm -v "$PWD:/backend" heroiclabs/nakama-pluginbuilder:3.16.0 build',
      'heroiclabs/nakama-pluginbuilder:3.16.0 @ 1:36',
    ],
    [
      'a mirror',
      'docker pull registry.heroiclabs.com:443/heroiclabs/nakama:3.16.0',
      'registry.heroiclabs.com:443/heroiclabs/nakama:3.16.0 @ 1:13',
    ],
    ['a digest', `image: heroiclabs/nakama@sha256:${'a'.repeat(64)}`, 'heroiclabs/nakama:@ @ 1:8'],
    ['Terraform', 'image = "heroiclabs/nakama:3.16.0"', 'heroiclabs/nakama:3.16.0 @ 1:10'],
    ['what may be a copy', 'image: ghcr.io/me/nakama:3.40.0', 'ghcr.io/me/nakama:3.40.0 @ 1:8'],
  ])('reads %s', (_, text, expected) => expect(read(text)).toEqual([expected]));

  it.each([
    ['a shell', 'NAKAMA_VERSION=3.16.0\ndocker run heroiclabs/nakama:$NAKAMA_VERSION', '3.16.0'],
    ['a default of a shell', 'V="${V:-3.16.0}"\ndocker run heroiclabs/nakama:${V}', '3.16.0'],
    ['a default where it is used', 'docker run heroiclabs/nakama:${V:-3.16.0}', '3.16.0'],
    ['make', 'TAG ?= 3.16.0\n\tdocker run heroiclabs/nakama:$(TAG)', '3.16.0'],
    ['a batch file', 'SET TAG=3.16.0\r\ndocker run heroiclabs/nakama:%TAG%', '3.16.0'],
    ['just', 'tag := "3.16.0"\n  docker run heroiclabs/nakama:{{tag}}', '3.16.0'],
    ['GitHub', 'env:\n  TAG: 3.16.0\n  image: heroiclabs/nakama:${{ env.TAG }}', '3.16.0'],
    ['nothing', 'docker run heroiclabs/nakama:$TAG', '?TAG'],
    ['two assignments', 'TAG=3.16.0\nTAG=3.17.0\ndocker run heroiclabs/nakama:$TAG', '?TAG'],
    ['a command', 'TAG=$(cat version)\ndocker run heroiclabs/nakama:$TAG', '?TAG'],
  ])('gives a variable the value of %s', (_, text, tag) => {
    expect(read(text).map((line) => line.split(' ')[0])).toEqual([`heroiclabs/nakama:${tag}`]);
  });

  it.each([
    'git clone https://github.com/heroiclabs/nakama',
    'git clone git@github.com:heroiclabs/nakama.git',
    'go get github.com/heroiclabs/nakama-common@v1.47.0',
    'go install github.com/heroiclabs/nakama/v3@v3.16.0',
    'uses: heroiclabs/nakama-action@v1',
    '# docker run heroiclabs/nakama:3.16.0',
    'make # like heroiclabs/nakama:3.16.0',
    'REM docker run heroiclabs/nakama:3.16.0',
    '// "image": "heroiclabs/nakama:3.16.0"',
    'container_name: nakama',
    'cp build/nakama.so /nakama/data/modules/',
    'nakama migrate up --database.address postgres:localdb@postgres:5432/nakama',
    'image: postgres:12\nname: nakama',
  ])('finds no image in %j', (text) => expect(read(text)).toEqual([]));

  it('knows further names, and where the tag can be replaced', () => {
    const text = 'GAME=3.40.0\nstart ghcr.io/me/game:$GAME\n';
    expect(read(text)).toEqual([]);
    expect(read(text, ['ghcr.io/me/game'])).toEqual(['ghcr.io/me/game:3.40.0 @ 2:7']);
    const images = readImageMentions(text, 'run.sh', ['ghcr.io/me/game']);
    const edits = images.map((image) => ({ image, tag: '3.41.0' }));
    expect(setImageTags(text, 'run.sh', edits)).toBe('GAME=3.41.0\nstart ghcr.io/me/game:$GAME\n');
  });
});

describe('readImagePairs', () => {
  const pairs = (text: string): string[] =>
    readImagePairs(text, 'values.yaml').map(({ raw, tag }) => `${raw} ${tag ?? '-'}`);

  it.each([
    [
      "a chart's values",
      'image:\n  repository: heroiclabs/nakama\n  tag: "3.16.0"\n',
      ['heroiclabs/nakama:3.16.0 3.16.0'],
    ],
    [
      'a registry of its own',
      'image: {registry: docker.io, repository: heroiclabs/nakama, tag: 3.16.0}\n',
      ['docker.io/heroiclabs/nakama:3.16.0 3.16.0'],
    ],
    [
      'kustomize',
      'images:\n  - name: heroiclabs/nakama\n    newTag: 3.16.0\n',
      ['heroiclabs/nakama:3.16.0 3.16.0'],
    ],
    ['no tag', 'image:\n  repository: heroiclabs/nakama\n', ['heroiclabs/nakama -']],
    ['another image', 'image: {repository: postgres, tag: "12"}\n', []],
    ['a template', 'image: {{ .Values.repository: x }}\n tag: [\n', []],
  ])('reads %s', (_, text, expected) => expect(pairs(text)).toEqual(expected));
});

describe('readHelmValues', () => {
  it('names values as templates do', () => {
    const values = readHelmValues('nakama:\n  tag: 3.16.0\n', 'values.yaml');
    const [image] = readImageMentions(
      'image: "heroiclabs/nakama:{{ .Values.nakama.tag | quote }}"',
      'templates/nakama.yaml',
      [],
      (name) => values.get(name),
    );
    expect(image).toMatchObject({
      tag: '3.16.0',
      tagLocation: { file: 'values.yaml', position: { line: 2 } },
    });
  });
});
