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
  { files: ['tools/**/*.mjs'], languageOptions: TYPED, rules: PROMISES },
  prettier,
];
