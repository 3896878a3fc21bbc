import { BUILDABLE } from '../buildable';
import type { Files } from '../staleness/changes';
import { goMod, mainGo } from '../staleness/fixture';

/** One commit, and what is selected for it though it gives the same as before. */
export interface Commit {
  readonly what: string;
  readonly change: (files: Files) => void;
  /** Tasks that Nx 24 selects, and why: `arena linked: build (why)`. */
  readonly extras?: readonly string[];
  /** Nx 22 and 23 select whole projects; these besides those of what differs and of `extras`. */
  readonly projects?: 'plugins';
  /** It is tried in every run. */
  readonly isQuick?: true;
}

/** They follow one another. */
export const COMMITS: readonly Commit[] = [
  {
    what: 'a library',
    extras: [
      'arena linked score: verify-pins test lint (files count by their bytes, whatever comes of them)',
    ],
    isQuick: true,
    change: (f) =>
      f.append(
        'libs/score/score.go',
        '\nvar calls int\n\nfunc init() {\n\tcalls++\n\tprintln("scores", calls)\n}\n',
      ),
  },
  {
    what: 'a comment in a library',
    extras: [
      'arena linked: verify-pins build test lint (files count by their bytes, whatever comes of them)',
      'score: verify-pins test lint (files count by their bytes, whatever comes of them)',
    ],
    change: (f) => f.append('libs/score/score.go', '\n// A note.\n'),
  },
  {
    what: 'an embedded file',
    extras: ['art: verify-pins test lint (files count by their bytes, whatever comes of them)'],
    change: (f) => f.append('plugins/art/data/a.txt', 'two\n'),
  },
  {
    what: 'README.md of a plugin',
    extras: ['arena: test (a test may read any file of its module)'],
    isQuick: true,
    change: (f) => f.append('plugins/arena/README.md', 'more\n'),
  },
  { what: 'README.md of the root', change: (f) => f.write('README.md', 'words\n') },
  {
    what: 'a test',
    extras: ['arena: test lint (files count by their bytes, whatever comes of them)'],
    change: (f) => f.append('plugins/arena/main_test.go', '\nfunc TestMore(*testing.T) {}\n'),
  },
  { what: 'a broken test', change: (f) => f.write('plugins/arena/broken_test.go', 'pakage main\n') },
  { what: 'the broken test goes', change: (f) => f.remove('plugins/arena/broken_test.go') },
  {
    what: 'a file that tests read',
    extras: ['arena: test (files count by their bytes, whatever comes of them)'],
    change: (f) => f.append('plugins/arena/testdata/case.txt', 'two\n'),
  },
  {
    what: 'the release of one plugin',
    // Which plugins one server opens, the nakama.json of all decide: an input of verify-load-together.
    projects: 'plugins',
    isQuick: true,
    change: (f) => f.write('plugins/duel/nakama.json', '{ "release": "3.40.0-own" }\n'),
  },
  {
    what: 'a Dockerfile of a plugin',
    extras: [
      'arena: verify-pins (files count by their bytes, whatever comes of them)',
      'arena: test (a test may read any file of its module)',
    ],
    change: (f) => f.append('plugins/arena/Dockerfile', '# A note.\n'),
  },
  {
    what: 'the tag of a Dockerfile of a plugin',
    extras: ['arena: test (a test may read any file of its module)'],
    change: (f) => f.write('plugins/arena/Dockerfile', 'FROM heroiclabs/nakama-pluginbuilder:3.39.0\n'),
  },
  {
    what: 'compose.yml of the root',
    extras: ['duel own: verify-pins (the release of their own decides whose image it is)'],
    change: (f) => f.write('compose.yml', 'services:\n  nakama:\n    image: heroiclabs/nakama:3.39.0\n'),
  },
  {
    what: 'compose.yml of the root can be read no more',
    extras: ['duel own: verify-pins (the release of their own decides whose image it is)'],
    change: (f) => f.write('compose.yml', 'services:\n  nakama: [\n  - image: {\n'),
  },
  {
    what: 'it can be read again',
    extras: ['duel own: verify-pins (the release of their own decides whose image it is)'],
    change: (f) => f.write('compose.yml', BUILDABLE['compose.yml'] ?? ''),
  },
  {
    what: 'a line of go.sum that nothing needs',
    extras: ['duel: verify-pins build test lint (files count by their bytes, whatever comes of them)'],
    change: (f) =>
      f.append(
        'plugins/duel/go.sum',
        'example.com/x v1.0.0/go.mod h1:wk8382ETsv4JYUZwIsn6YpYiWiBsYLSJiTsyBybVuN8=\n',
      ),
  },
  {
    what: 'a C header outside of the module',
    extras: ['nat: verify-pins test lint (files count by their bytes, whatever comes of them)'],
    change: (f) => f.write('native/n.h', '#define N 2\n'),
  },
  {
    what: 'another name of a library',
    extras: [
      'arena linked: verify-pins test lint (files count by their bytes, whatever comes of them)',
      'score: verify-pins lint (files count by their bytes, whatever comes of them)',
      'art duel nat own vend: verify-pins (go.work uses the library, and could lift their pins)',
    ],
    change: (f) => {
      for (const file of [
        'libs/score/go.mod',
        'plugins/arena/go.mod',
        'plugins/arena/main.go',
        'plugins/linked/go.mod',
        'plugins/linked/main.go',
      ])
        f.replace(file, 'example.com/score', 'example.com/points');
    },
  },
  {
    what: 'a file of vendor/',
    extras: ['vend: verify-pins build test lint (files count by their bytes, whatever comes of them)'],
    change: (f) => f.append('plugins/vend/vendor/modules.txt', '# example.com/x v1.0.0\n'),
  },
  {
    what: 'go.work',
    extras: ['arena duel linked nat own score vend: verify-pins (it could lift their pins)'],
    change: (f) => f.replace('go.work', './plugins/arena\n', './plugins/arena\n\t./plugins/art\n'),
  },
  {
    what: 'an added release that is not used',
    extras: [
      'plugins: verify-pins build test lint (which release 3.40 or latest is, all of them decide)',
      'score: verify-pins test lint (the same)',
    ],
    change: (f) =>
      f.write('nakama-releases/3.40.0-other.json', '{ "release": "3.40.0-other", "extends": "3.40.0" }\n'),
  },
  {
    what: 'variables of images',
    extras: ['plugins: verify-pins (compose.yml may name them)'],
    change: (f) => f.write('.env', 'TAG=3.40.0\n'),
  },
  {
    what: 'a new plugin',
    change: (f) => {
      f.write('plugins/fresh/go.mod', goMod('fresh'));
      f.write('plugins/fresh/go.sum', BUILDABLE['plugins/duel/go.sum'] ?? '');
      f.write('plugins/fresh/main.go', mainGo());
    },
  },
  {
    what: 'a plugin moves',
    extras: [
      'plugins: verify-pins build test lint (Nx: what has gone may have been used by any project)',
      'score: verify-pins test lint (the same)',
    ],
    change: (f) => f.move('plugins/fresh', 'games/fresh'),
  },
  {
    what: 'a plugin goes',
    extras: [
      'plugins: verify-pins build test lint (Nx: what has gone may have been used by any project)',
      'score: verify-pins test lint (the same)',
    ],
    change: (f) => f.remove('games/fresh'),
  },
  {
    what: 'a package of npm that is none of ours',
    change: (f) =>
      f.replace('package.json', '"devDependencies": {', '"devDependencies": {\n    "nothing": "1.0.0",'),
  },
  {
    what: 'the lockfile',
    extras: [
      'plugins: verify-pins build test lint (Nx: a lockfile may tell of any project)',
      'score: verify-pins test lint (the same)',
    ],
    change: (f) =>
      f.replace(
        'package-lock.json',
        '"packages": {',
        '"packages": {\n    "node_modules/nothing": { "version": "1.0.0", "dev": true },',
      ),
  },
  { what: 'a project of another kind', change: (f) => f.append('web/index.js', '// changed\n') },
  {
    what: 'the release of all',
    extras: ['duel own: build test lint (nakama.json of the root has their platforms)'],
    change: (f) => f.write('nakama.json', '{ "release": "3.40.0-own", "platforms": ["linux/amd64"] }\n'),
  },
];
