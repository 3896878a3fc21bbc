import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import importSort from 'eslint-plugin-simple-import-sort';

const TYPESCRIPT = ['**/*.ts'];
const JAVASCRIPT = ['**/*.mjs', '**/*.cjs', '**/*.js'];
/** Types come from the tsconfig.json nearest to each file. */
const TYPED = { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } };
const PROMISES = {
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/no-floating-promises': [
    'error',
    // Node's runner waits for its tests by itself.
    { allowForKnownSafeCalls: [{ from: 'package', name: ['test'], package: 'node:test' }] },
  ],
  '@typescript-eslint/no-misused-promises': 'error',
};

/** What of node:fs neither reads nor writes a file. */
const FOLDERS_AND_NAMES = [
  ...[
    'accessSync',
    'constants',
    'lstatSync',
    'Dirent',
    'existsSync',
    'lstatSync',
    'mkdirSync',
    'readdirSync',
    'watch',
  ],
  ...['realpathSync', 'renameSync', 'rmSync', 'Stats', 'statfsSync', 'statSync', 'chmodSync', 'symlinkSync'],
];
const FOLDERS_AND_NAMES_LATER = [
  ...['chmod', 'FileHandle', 'lstat', 'mkdir', 'readdir', 'rename', 'rm', 'stat', 'utimes'],
];

/** One module reads files, one writes them, one starts processes, one opens connections: docs/architecture.md. */
const DOORS = {
  read: 'packages/nakama-pins/src/input/read-disk.ts',
  write: 'packages/nakama-pins/src/input/write-disk.ts',
  start: 'packages/nakama-pins/src/toolchain/start-process.ts',
  connect: 'packages/nakama-pins/src/module-proxy/network.ts',
};
/** Makes the folders that go when the process ends. */
const TEMP_FOLDER = 'packages/nakama-pins/src/input/temp-folder.ts';
const behind = (name, door, message, rest = {}) => ({ name, ...rest, message: `${message}: ${door}` });
const THROUGH_DOORS = [
  ...['node:fs', 'fs'].map((name) =>
    behind(name, `${DOORS.read}, ${DOORS.write}`, 'Two modules read and write files', {
      allowImportNames: FOLDERS_AND_NAMES,
    }),
  ),
  ...['node:fs/promises', 'fs/promises'].map((name) =>
    behind(name, `${DOORS.read}, ${DOORS.write}`, 'Two modules read and write files', {
      allowImportNames: FOLDERS_AND_NAMES_LATER,
    }),
  ),
  ...['node:child_process', 'child_process', 'node:cluster', 'node:worker_threads'].map((name) =>
    behind(name, DOORS.start, 'One module starts processes'),
  ),
  ...['undici', 'node:net', 'node:tls', 'node:dgram', 'node:http2'].map((name) =>
    behind(name, DOORS.connect, 'One module opens connections'),
  ),
  ...['node:http', 'node:https'].map((name) =>
    behind(name, DOORS.connect, 'One module opens connections', {
      allowImportNames: ['IncomingHttpHeaders'],
    }),
  ),
];

export default [
  ...nx.configs['flat/base'],
  ...nx.configs['flat/typescript'],
  ...nx.configs['flat/javascript'],
  { ignores: ['**/dist', '**/tmp', '**/coverage'] },
  {
    files: [...TYPESCRIPT, ...JAVASCRIPT],
    plugins: { 'import-sort': importSort },
    rules: {
      // One block: Node, packages, then files, the farthest first.
      'import-sort/imports': ['error', { groups: [['^\\u0000', '^node:', '^@?\\w', '^', '^\\.']] }],
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: true,
          // Each project's lint configuration extends the one at the root.
          allow: ['^.*/eslint\\.config\\.mjs$'],
          depConstraints: [
            // The core knows nothing of Nx; the Nx plugin stands on the core.
            {
              sourceTag: 'scope:core',
              onlyDependOnLibsWithTags: ['scope:core'],
              bannedExternalImports: ['nx', '@nx/*'],
            },
            { sourceTag: 'scope:nx', onlyDependOnLibsWithTags: ['scope:core', 'scope:nx'] },
            { sourceTag: 'scope:e2e', onlyDependOnLibsWithTags: ['*'] },
            { sourceTag: 'scope:tools', onlyDependOnLibsWithTags: ['*'] },
          ],
        },
      ],
    },
  },
  {
    files: TYPESCRIPT,
    languageOptions: TYPED,
    rules: {
      ...PROMISES,
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // verbatimModuleSyntax refuses `import` where the output is CommonJS. These three and the compiler's
      // isolatedModules do what it does: what is written as `import type` is erased, and all else stays.
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/consistent-type-exports': [
        'error',
        { fixMixedExportsWithInlineTypeSpecifier: true },
      ],
      '@typescript-eslint/no-import-type-side-effects': 'error',
    },
  },
  {
    files: ['packages/*/src/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/testing/**', ...Object.values(DOORS), TEMP_FOLDER],
    rules: {
      'no-restricted-imports': ['error', { paths: THROUGH_DOORS }],
      'no-restricted-globals': [
        'error',
        ...['fetch', 'WebSocket', 'EventSource'].map((name) => ({
          name,
          message: `One module opens connections: ${DOORS.connect}`,
        })),
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'ImportExpression[source.value=/^(node:)?(fs|child_process|net|tls|http|https|http2|dgram|worker_threads|cluster)|^undici/], CallExpression[callee.name="require"][arguments.0.value=/^(node:)?(fs|child_process|net|tls|http|https|http2|dgram|worker_threads|cluster)|^undici/]',
          message: 'Files, processes and connections have one module each: docs/architecture.md.',
        },
      ],
    },
  },
  { files: ['tools/**/*.mjs'], languageOptions: TYPED, rules: PROMISES },
  prettier,
];
