import { goMod, lines, mainGo, NAKAMA_JSON, plugin } from './workspace.mjs';

const many = (n, filesOf) => Object.assign({}, ...Array.from({ length: n }, (_, i) => filesOf(i)));
const pluginIn = (dir, more = '') => ({
  [`${dir}/go.mod`]: goMod(more, { module: `example.com/${dir}` }),
  [`${dir}/main.go`]: mainGo(),
});

/** Workspaces of many folders. */
export const WORKSPACE_INPUTS = [
  {
    name: 'plugins',
    n: 200,
    make: (n) => ({ 'nakama.json': NAKAMA_JSON, ...many(n, (i) => pluginIn(`p${i}`)) }),
  },
  {
    name: 'plugins, as Nx sees them',
    n: 200,
    make: (n) => ({ 'nakama.json': NAKAMA_JSON, ...many(n, (i) => pluginIn(`p${i}`)) }),
    program: 'look',
  },
  {
    name: 'plugins of one module path',
    n: 100,
    make: (n) => ({
      'nakama.json': NAKAMA_JSON,
      ...many(n, (i) => ({ [`p${i}/go.mod`]: goMod(), [`p${i}/main.go`]: mainGo() })),
    }),
  },
  {
    name: 'plugins, release by images',
    n: 100,
    make: (n) =>
      many(n, (i) => ({ ...pluginIn(`p${i}`), [`p${i}/Dockerfile`]: 'FROM heroiclabs/nakama:3.40.0\n' })),
  },
  {
    name: 'plugins of one library',
    n: 100,
    make: (n) => ({
      'nakama.json': NAKAMA_JSON,
      'lib/go.mod': goMod('', { module: 'example.com/lib' }),
      'lib/lib.go': 'package lib\n',
      ...many(n, (i) =>
        pluginIn(`p${i}`, 'require example.com/lib v0.0.0\nreplace example.com/lib => ../lib\n'),
      ),
    }),
  },
  {
    name: 'plugins with a bad nakama.json above',
    n: 200,
    make: (n) => ({ 'nakama.json': '{"relase":1}', ...many(n, (i) => pluginIn(`p${i}`)) }),
  },
  {
    name: 'modules that are no plugins',
    n: 1_000,
    make: (n) => ({ ...plugin(), ...many(n, (i) => ({ [`m${i}/go.mod`]: `module example.com/m${i}\n` })) }),
  },
  {
    name: 'files of a folder',
    n: 1_500,
    make: (n) => ({ ...plugin(), ...many(n, (i) => ({ [`f${i}.txt`]: '' })) }),
  },
  {
    name: 'folders in each other',
    n: 200,
    make: (n) => ({ ...plugin(), [`${'a/'.repeat(n)}f.go`]: 'package a\n' }),
  },
  {
    name: 'plugins in each other',
    n: 60,
    make: (n) => ({
      'nakama.json': NAKAMA_JSON,
      ...many(n, (i) => pluginIn(`p${'/p'.repeat(i)}`)),
    }),
  },
  {
    name: 'nakama.json in folders in each other',
    n: 60,
    make: (n) => ({
      ...plugin(),
      ...many(n, (i) => ({ [`${'a/'.repeat(i + 1)}nakama.json`]: NAKAMA_JSON })),
      ...pluginIn('a'.padEnd(2 * n - 1, '/a')),
    }),
  },
  {
    name: '.gitignore: rules',
    n: 300,
    make: (n) => ({
      ...plugin({ '.gitignore': lines(n, (i) => `*.x${i}`) }),
      ...many(n / 10, (i) => ({ [`d${i}/go.mod`]: `module example.com/d${i}\n` })),
    }),
  },
  {
    name: '.gitignore in each folder',
    n: 200,
    make: (n) => ({
      ...plugin(),
      ...many(n, (i) => ({ [`d${i}/.gitignore`]: '*.x\n', [`d${i}/go.mod`]: `module example.com/d${i}\n` })),
    }),
  },
];
