import { checkArtifacts, readPlugin } from '../artifact/check-artifacts';
import { readArtifact } from '../artifact/read-artifact';
import { serverOfProgram } from '../artifact/server';
import { build, BUILD_TIMEOUT_MS, canBuild } from '../artifact/testing/build-plugins';
import { realServer } from '../artifact/testing/real-server';
import { CONFLICT, GOOD, recipeOf, ROWS } from '../artifact/testing/rows';
import { openCatalog } from '../releases/catalog';
import { openPlugins, type PluginFile } from './open-plugins';
import { programServer } from './program-server';

const program = realServer();
if (program === undefined) console.warn('SKIPPED: node tools/server/build.mjs has built no real server');

/** What is opened together, by the names of the files in the order of opening. */
const SETS = [
  ...ROWS.map(({ name, recipe }) => ({ name, recipes: [recipe] })),
  { name: 'a package the server lacks, in two versions', recipes: CONFLICT.map(({ recipe }) => recipe) },
  { name: 'one path twice', recipes: [GOOD.recipe, recipeOf('with symbols and debug data')] },
];

(program !== undefined && canBuild ? it : it.skip)(
  'the verdict on each built plugin is that of the real server',
  async () => {
    const path = String(program);
    const catalog = openCatalog();
    const known = catalog.list().map(({ version }) => catalog.load(version));
    const compared = serverOfProgram(readArtifact(path, 'nakama'), known);
    const options = {
      name: 'nakama',
      platform: 'linux/amd64',
      command: [],
      env: process.env,
      limitMs: 60_000,
    } as const;
    const server = programServer({ ...options, program: path });
    const rows: { name: string; ours: string; servers: string; says: string }[] = [];
    for (const { name, recipes } of SETS) {
      const files: PluginFile[] = [];
      for (const [i, recipe] of recipes.entries()) {
        files.push({ file: `${'ab'[i]}.so`, absPath: await build(recipe) });
      }
      const refused = await openPlugins(server, files);
      const reports = checkArtifacts(
        files.map(({ absPath, file }) => readPlugin(absPath, file)),
        compared,
      );
      rows.push({
        name,
        ours: reports.map(({ verdict }) => verdict).join(', '),
        servers: files.map(({ file }) => (refused.has(file) ? 'fails' : 'loads')).join(', '),
        says: [...refused.values()].map(({ says }) => says).join('; '),
      });
    }
    process.stdout.write(`\nours | the server's | plugin | what the server says\n`);
    for (const { name, ours, servers, says } of rows) {
      process.stdout.write(`${ours} | ${servers} | ${name} | ${says.slice(0, 120)}\n`);
    }
    expect(rows.filter(({ ours, servers }) => ours !== servers)).toEqual([]);
  },
  BUILD_TIMEOUT_MS,
);
