// npm run bench                       lists the programs
// npm run bench -- verify [options]   builds what is measured, then runs one
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../check/processes.mjs';
import { prepareRepository } from '../workspaces/workspace.mjs';

const PROGRAMS = {
  affected: {
    file: 'graph/graph.mjs',
    args: ['--affected'],
    title:
      'nx show projects --affected after an edit of a library, beside the same as graph, and its options',
  },
  artifact: {
    file: 'artifact/artifact.mjs',
    title: 'a built plugin checked against the catalog, beside nakama check [--runs N]',
  },
  build: {
    file: 'build/build.mjs',
    title: '10 plugins built, beside go build in a loop, cold and warm [--plugins N] [--runs N]',
  },
  cache: {
    file: 'verify/verify.mjs',
    args: ['--cached'],
    title:
      '1,000 plugins verified, all cached, beside an executor that does nothing [--plugins N] [--runs N]',
  },
  graph: {
    file: 'graph/graph.mjs',
    title:
      "the project graph, beside Nx alone and the other plugins for Go [--modules N] [--files N] [--runs N] [--only part of a peer's name]",
  },
  verify: {
    file: 'verify/verify.mjs',
    title:
      '1,000 plugins verified, beside go list and an executor that does nothing [--plugins N] [--runs N]',
  },
  registry: {
    file: 'registry/registry.mjs',
    title: "a server's program out of an image, beside skopeo copy [--runs N] [--megabytes N]",
  },
  start: {
    file: 'start/start.mjs',
    title: 'the command started, beside the form with a file for each module and an empty Node [--runs N]',
  },
  sync: {
    file: 'sync/sync.mjs',
    title: '1,000 plugins in step, nx with and without the sync generator [--plugins N] [--runs N]',
  },
  'load-release': { file: 'load-release.mjs', title: 'opening the catalog and loading a release' },
};

async function main([name, ...args]) {
  if (name === undefined) {
    for (const [known, { title }] of Object.entries(PROGRAMS)) {
      console.log(`npm run bench -- ${known.padEnd(14)}${title}`);
    }
    return 0;
  }
  if (!Object.hasOwn(PROGRAMS, name)) {
    throw new Error(`there is no program "${name}"; there are ${Object.keys(PROGRAMS).join(', ')}`);
  }
  await prepareRepository();
  const folder = path.dirname(fileURLToPath(import.meta.url));
  const { file, args: own = [] } = PROGRAMS[name];
  return run(process.execPath, [path.join(folder, file), ...own, ...args]);
}

main(process.argv.slice(2)).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error) => {
    console.error(`bench: ${error.message}`);
    process.exitCode = 2;
  },
);
