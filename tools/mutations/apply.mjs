// Applies the mutations of a row to the files of its base. Pure: the same row always gives the same files.
import { addLine, dropRequirement, setGo, setRequirement } from './go-mod-text.mjs';

/** kind -> (files, mutation) -> files. A file of `undefined` is removed. */
const KINDS = {
  drop: inGoMod((goMod, { path }) => dropRequirement(goMod, path)),
  raise: inGoMod((goMod, { path, version }) => setRequirement(goMod, path, version)),
  lower: inGoMod((goMod, { path, version }) => setRequirement(goMod, path, version)),
  replace: inGoMod((goMod, { old = '', path, version, target = path }) =>
    addLine(goMod, `replace ${[path, old].filter(Boolean).join(' ')} => ${target} ${version}`),
  ),
  exclude: inGoMod((goMod, { path, version }) => addLine(goMod, `exclude ${path} ${version}`)),
  go: inGoMod((goMod, { go }) => setGo(goMod, go)),
  toolchain: inGoMod((goMod, { toolchain }) => addLine(goMod, `toolchain ${toolchain}`)),
  'sum-drop': inFile('go.sum', (text, { starts }) =>
    text
      .split('\n')
      .filter((line) => !line.startsWith(`${starts} `))
      .join('\n'),
  ),
  'sum-wrong': inFile('go.sum', (text, { starts }) =>
    text
      .split('\n')
      .map((line) => (line.startsWith(`${starts} `) ? line.replace(/h1:.{4}/, 'h1:AAAA') : line))
      .join('\n'),
  ),
  'sum-none': (files) => ({ ...files, 'go.sum': undefined }),
  import: inFile('main.go', (text, { path }) => text.replace('import (\n', `import (\n\t_ "${path}"\n`)),
  unimport: inFile('main.go', (text, { path }) => text.replace(`\t_ "${path}"\n`, '')),
  file: (files, { file, text }) => ({ ...files, [file]: text }),
  'vendor-line': inFile(({ file }) => file, insertLine),
  'vendor-remove': (files, { file }) => ({ ...files, [file]: undefined }),
  'vendor-version': inFile('vendor/modules.txt', (text, { path, version, to }) =>
    text.replaceAll(`# ${path} ${version}`, `# ${path} ${to}`),
  ),
  flags: (files, { release, build, before = '' }) => ({
    ...files,
    Dockerfile: dockerfile(release, build, before),
  }),
};

/** @returns the files with all mutations of a row applied, in order */
export function applyAll(files, mutations) {
  return mutations.reduce((result, mutation) => KINDS[mutation.kind](result, mutation), files);
}

function inGoMod(edit) {
  return inFile('go.mod', edit);
}

function inFile(file, edit) {
  return (files, mutation) => {
    const name = typeof file === 'function' ? file(mutation) : file;
    if (files[name] === undefined) throw new Error(`no ${name} to mutate`);
    const text = edit(files[name], mutation);
    if (text === files[name]) throw new Error(`${JSON.stringify(mutation)} changes nothing`);
    return { ...files, [name]: text };
  };
}

function insertLine(text, { line, text: inserted }) {
  const lines = text.split('\n');
  lines.splice(line - 1, 0, inserted);
  return lines.join('\n');
}

/** As Heroic Labs' plugin template builds, with another build command. */
const dockerfile = (release, build, before) => `FROM heroiclabs/nakama-pluginbuilder:${release} AS builder
${before}WORKDIR /backend
COPY . .
RUN ${build}

FROM heroiclabs/nakama:${release}
COPY --from=builder /backend/plugin.so /nakama/data/modules
`;
