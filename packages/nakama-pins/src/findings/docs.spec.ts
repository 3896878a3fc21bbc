import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkArtifacts, readPlugin } from '../artifact/check-artifacts';
import { serverOfRelease } from '../artifact/server';
import { build, canBuild } from '../artifact/testing/build-plugins';
import { realServer } from '../artifact/testing/real-server';
import { openWorkspace } from '../open-workspace/open-workspace';
import { hasGo } from '../testing/go';
import { catalogRelease, removeWorkspaces, workspace } from '../testing/workspace';
import type { Outcome } from './outcome';
import { type CheckId, FINDING_IDS, type FindingId, FINDINGS } from './registry';
import { renderFindings, renderSummary } from './render/text';
import { type Example, EXAMPLES } from './testing/examples';
import { pageExample } from './testing/page-example';

const REPOSITORY = join(__dirname, '../../../..');
const PAGES = join(REPOSITORY, 'docs/findings');
const SECTIONS = ['What you see', 'What the server says', 'Why', 'How to fix it', 'When it is not an error'];

/** What stands between the command and the end of its block. */
const EXAMPLE_BLOCK =
  /(?<=```text\n\$ nakama-pins (?:verify|check-artifact|verify-load|verify-start) [^\n]*\n)[^`]*(?=```)/;

afterAll(removeWorkspaces);

describe('the pages of the findings', () => {
  it('are one for each finding, and no more', () => {
    const pages = readdirSync(PAGES).filter((name) => name !== 'README.md');
    expect(pages.sort()).toEqual(FINDING_IDS.map((id) => `${id}.md`).sort());
  });

  it.each(FINDING_IDS)('%s has its title and every section', (id) => {
    const [title, , name] = page(id).split('\n');
    expect([title, name]).toEqual([`# ${FINDINGS[id].title}`, `\`${id}\``]);
    const prose = page(id).replace(/^```[\s\S]*?^```$/gm, '');
    expect(prose.match(/(?<=^## ).*$/gm)).toEqual(SECTIONS);
  });

  const server = realServer();

  /** Why an example can't be run here; undefined if it can. */
  function lackOf(id: FindingId): string | undefined {
    const { proof, artifacts, load } = exampleOf(id);
    if (proof !== undefined && !hasGo) return 'no go on PATH';
    if ((artifacts ?? load) && !canBuild) return 'no go or no C compiler for plugins';
    return load && load.emulator === undefined && server === undefined ? 'no real server' : undefined;
  }

  // UPDATE_DOCS=1 writes what is printed today into the pages.
  for (const id of FINDING_IDS) {
    const lack = lackOf(id);
    (lack === undefined ? it : it.skip)(
      `${id} shows what the command prints, and that finding is in it${lack === undefined ? '' : ` (${lack})`}`,
      async () => {
        const printed = await printExample(id);
        if (process.env['UPDATE_DOCS']) {
          writeFileSync(
            pagePath(id),
            page(id).replace(EXAMPLE_BLOCK, () => printed),
          );
        }
        expect(EXAMPLE_BLOCK.exec(page(id))?.[0]).toBe(printed);
        expect(printed).toContain(` ${id}\n`);
        expect(page(id)).toContain(`$ nakama-pins ${commandOf(id)}\n`);
      },
    );
  }
});

/** The page holds the example of what a check finds; the others need more than committed files. */
function exampleOf(id: FindingId): Example {
  return isOfCheck(id) ? pageExample(page(id)) : EXAMPLES[id];
}

function isOfCheck(id: FindingId): id is CheckId {
  return FINDINGS[id].byCheck;
}

/** The table of findings. */
const TABLE = /\| finding +\| title +\|\n(?:\|.*\|\n)+/;

it('docs/findings/README.md lists every finding with its title', () => {
  const file = join(PAGES, 'README.md');
  const cells = [['finding', 'title'], ...FINDING_IDS.map((id) => [`[${id}](${id}.md)`, FINDINGS[id].title])];
  const widths = [0, 1].map((column) => Math.max(...cells.map((row) => String(row[column]).length)));
  const line = (row: readonly string[], fill = ' '): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(' | ')} |\n`;
  const [head = [], ...rows] = cells;
  const table = [line(head), line(['', ''], '-'), ...rows.map((row) => line(row))].join('');
  if (process.env['UPDATE_DOCS'])
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(TABLE, () => table),
    );
  expect(TABLE.exec(readFileSync(file, 'utf8'))?.[0]).toBe(table);
});

/** The pages that people read, relative to the repository. */
const READ = [
  'README.md',
  'CONTRIBUTING.md',
  'docs/architecture.md',
  'packages/nakama-pins/README.md',
  'packages/nx-nakama/README.md',
  'tools/catalog/README.md',
  'docs/findings/README.md',
  ...FINDING_IDS.map((id) => `docs/findings/${id}.md`),
];

it.each(READ)('%s: its relative links lead to files', (file) => {
  const text = readFileSync(join(REPOSITORY, file), 'utf8');
  const targets = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => String(match[1]));
  const missing = targets.filter((target) => !existsSync(join(REPOSITORY, dirname(file), target)));
  expect(missing).toEqual([]);
});

function pagePath(id: FindingId): string {
  return join(PAGES, `${id}.md`);
}

function page(id: FindingId): string {
  return readFileSync(pagePath(id), 'utf8');
}

function commandOf(id: FindingId): string {
  const { dir, proof, artifacts, release, load, isStarted } = exampleOf(id);
  if (load) {
    const { platform, emulator } = load;
    const options = [platform && `--platform ${platform}`, emulator && `--emulator ${emulator}`];
    const command = isStarted ? 'verify-start' : 'verify-load --server module';
    return [command, ...options.filter(Boolean), dir].join(' ');
  }
  if (artifacts) return `check-artifact --release ${release} ${dir}`;
  return `verify ${proof ? `--proof ${proof} ` : ''}${dir}`;
}

/** As the command prints it. */
async function printExample(id: FindingId): Promise<string> {
  const modules = await judgeExample(id);
  const reports = modules.map((report) => renderFindings(report, { color: false }));
  return [...reports, '', renderSummary(modules), ''].join('\n');
}

async function judgeExample(id: FindingId): Promise<readonly Outcome[]> {
  const { files, dir, proof, artifacts, release, load, isStarted } = exampleOf(id);
  if (load) return openExample(files, dir, load, isStarted);
  if (artifacts) {
    const plugins = Object.entries(artifacts).map(async ([name, recipe]) =>
      readPlugin(await build(recipe), name),
    );
    return checkArtifacts(await Promise.all(plugins), serverOfRelease(catalogRelease(release)));
  }
  const { modules } = await openWorkspace({ root: workspace(files) }).verify([dir], { proof });
  return modules;
}

/** As `nakama-pins verify-load` does it, or `verify-start`. */
async function openExample(
  files: Example['files'],
  dir: string,
  { platform = 'linux/amd64', emulator, built }: NonNullable<Example['load']>,
  isStarted = false,
): Promise<readonly Outcome[]> {
  const root = workspace(files);
  const so = join(root, 'dist', dir, platform.replace('/', '-'), 'arena.so');
  mkdirSync(dirname(so), { recursive: true });
  copyFileSync(await build(built), so);
  const options = { server: 'module', emulator, platforms: [platform] } as const;
  const open = openWorkspace({ root });
  return (await (isStarted ? open.start([dir], options) : open.load([dir], options))).modules;
}
