// The results of run.mjs as the text of docs/adding-a-dependency.md. Pure but for writePage.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const PAGE = fileURLToPath(new URL('../../docs/adding-a-dependency.md', import.meta.url));

/** Writes the page, as the repository's formatter has it. */
export async function writePage(rows) {
  const options = await resolveConfig(PAGE);
  writeFileSync(PAGE, await format(renderPage(rows), { ...options, parser: 'markdown' }));
}

function renderPage(rows) {
  const added = rows.filter(({ get }) => get.verdict === 'loads');
  const none = rows.filter(({ get }) => get.verdict === 'none');
  const unknown = rows.length - added.length - none.length;
  const plain = rows.filter(({ goGet }) => goGet.verdict === 'loads');
  return `# Adding a dependency

A plugin shares packages with its server, and must have the server's version of each. \`go get\` takes the newest version of a dependency, which asks for newer Go, grpc, protobuf or zap than the server has; then the plugin does not compile, or the server refuses it. The version that fits is an older one, and which one it is changes with every release of the server.

\`\`\`sh
npx nakama-pins get github.com/redis/go-redis/v9 plugins/arena   # without Nx
npx nx g nx-nakama:get arena github.com/redis/go-redis/v9        # in an Nx workspace
npx nakama-pins outdated                                         # what there is newer, and what of it fits
\`\`\`

How the version is found is in the [README of nakama-pins](../packages/nakama-pins/README.md#nakama-pins-get-moduleversion-dir).

## Tried on packages of the field

Each package was added to a new plugin, pinned to the release, by \`go get <package>@latest\` of the release's exact Go, and by \`nakama-pins get\`; then the plugin imported it, the exact Go compiled it, and the fingerprint of every package that plugin and server share was compared with the server's (\`node tools/get-trial/run.mjs\`, results in \`tools/get-trial/tried.json\`). The versions are those that the module proxy served on that day.

${rows.length} rows: by \`nakama-pins get\` ${added.length} load, for ${none.length} no version fits${unknown > 0 ? `, ${unknown} could not be judged` : ''}; by \`go get\` ${plain.length} load.

| package | release | \`go get\` | \`nakama-pins get\` | the first newer version asks for |
| --- | --- | --- | --- | --- |
${rows.map(renderRow).join('\n')}

*held off*: no version was found that asks for less; go.mod excludes what this one asks for, and it compiles with the server's version.
`;
}

function renderRow({ package: name, release, goGet, get }) {
  return `| \`${name}\` | ${release} | ${renderGoGet(goGet)} | ${renderGet(get)} | ${renderNewer(get)} |`;
}

function renderGoGet({ verdict, why = '' }) {
  if (verdict === 'loads') return 'loads';
  if (verdict === 'refused') return `Go refuses: ${cell(why.replace(/^\S+@latest: | \(running .*$/g, ''))}`;
  return `${verdict}: ${cell(why)}`;
}

function renderGet({ verdict, version, by, held = [], why = '' }) {
  if (verdict === 'none') return 'none fits';
  if (version === undefined || version === null) return `unknown: ${cell(why)}`;
  const reason = by === 'pin' ? ', the pin' : '';
  const off =
    held.length > 0
      ? `, held off: ${held.map(({ module, demanded }) => `${module} ${demanded}`).join(', ')}`
      : '';
  return `${version}${reason}${off}: ${verdict}${verdict === 'loads' ? '' : `: ${cell(why)}`}`;
}

function renderNewer({ next }) {
  if (!next) return '';
  const { version, first, more, fits, why } = next;
  if (!first) return cell(`${version}: ${why}`);
  const others = more > 0 ? `, and of ${more} more` : '';
  const where = fits === null ? 'no release of the catalog has it' : `it would fit ${fits}`;
  return cell(
    `${version}: ${first.module} ${first.demanded}, the server has ${first.pin}${others}; ${where}`,
  );
}

const MAX = 160;

function cell(text) {
  const line = text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
  return line.length > MAX ? `${line.slice(0, MAX)}…` : line;
}
