import { type Files, mainGo, pinned, removeWorkspaces, workspace } from '../testing/workspace';
import { findPluginModules } from './find-modules';

afterEach(removeWorkspaces);

const PROGRAM = 'package main\n\nimport _ "github.com/heroiclabs/nakama-common/runtime"\n\nfunc main() {}\n';

function kinds(files: Files): Record<string, string | undefined> {
  const found = findPluginModules(workspace(files), ['.']);
  return Object.fromEntries(found.map(({ dir, kind }) => [dir, kind]));
}

/** A module that names nakama-common. */
function module(dir: string, sources: Files): Files {
  const goMod = String(pinned()['go.mod']).replace('example.com/arena', `example.com/${dir}`);
  const files = Object.entries(sources).map(([file, text]) => [`${dir}/${file}`, text]);
  return { [`${dir}/go.mod`]: goMod, ...(Object.fromEntries(files) as Files) };
}

describe('what a module is', () => {
  it('is a plugin with InitModule in package main, by whatever build tags', () => {
    expect(
      kinds({
        ...module('plain', { 'main.go': mainGo() }),
        ...module('tagged', {
          'cmd/it/main.go': `//go:build nakama\n\n${mainGo()}`,
          'cmd/it/stub.go': `//go:build !nakama\n\n${PROGRAM}`,
        }),
      }),
    ).toEqual({ plain: 'plugin', tagged: 'plugin' });
  });

  it('is a plugin with a mistake where a package main that knows the server has neither InitModule nor main', () => {
    const misspelt = mainGo().replace('InitModule', 'initModule');
    expect(kinds(module('arena', { 'main.go': misspelt }))).toEqual({ arena: 'plugin' });
  });

  it('is neither if it is a program', () => {
    expect(
      kinds({
        ...module('bot', { 'main.go': PROGRAM }),
        ...module('tool', { 'cmd/tool/main.go': PROGRAM, 'internal/x/x.go': 'package x\n' }),
      }),
    ).toEqual({});
  });

  it('is a library beside a program, and beside files that only go run compiles', () => {
    expect(
      kinds({
        ...module('both', { 'cmd/tool/main.go': PROGRAM, 'score/score.go': 'package score\n' }),
        ...module('generated', {
          'gen.go': '//go:build ignore\n\npackage main\n\nfunc main() {}\n',
          'lb/lb.go': mainGo().replace('package main', 'package lb'),
        }),
      }),
    ).toEqual({ both: 'library', generated: 'library' });
  });

  it('is a library if a plugin uses it, although it has an InitModule of its own', () => {
    const leaderboards = module('lb', { 'lb.go': mainGo().replace('package main', 'package lb') });
    const arena = module('arena', { 'main.go': mainGo('example.com/lb') });
    const replace = '\nrequire example.com/lb v0.0.0\n\nreplace example.com/lb => ../lb\n';
    const using = { ...arena, 'arena/go.mod': `${String(arena['arena/go.mod'])}${replace}` };
    expect(kinds({ ...leaderboards, ...arena })).toEqual({ arena: 'plugin', lb: 'plugin' });
    expect(kinds({ ...leaderboards, ...using })).toEqual({ arena: 'plugin', lb: 'library' });
  });

  it('is a plugin by InitModule if it names only what had the runtime before nakama-common, or a fork', () => {
    const goMod = 'module example.com/old\n\nrequire github.com/heroiclabs/nakama v2.5.1+incompatible\n';
    const library = { 'old/go.mod': goMod, 'old/old.go': 'package old\n' };
    expect(kinds({ 'old/go.mod': goMod, 'old/main.go': mainGo() })).toEqual({ old: 'plugin' });
    expect(kinds(library)).toEqual({});
  });
});
