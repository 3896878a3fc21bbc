import { renderFindings } from '../findings/render/text';
import { openWorkspace } from '../open-workspace/open-workspace';
import { brief, catalogRelease, type Files, mainGo, removeWorkspaces, workspace } from '../testing/workspace';

afterEach(removeWorkspaces);

const [OLD, NEW] = ['3.39.0', '3.40.0'] as const;

/** A module that is pinned to a release. */
function moduleOf(dir: string, release: string, go: string, more = ''): Files {
  const { go: version, module } = catalogRelease(release);
  const pins = ['github.com/heroiclabs/nakama-common', 'google.golang.org/protobuf'].map((path) =>
    module.call(catalogRelease(release), path),
  );
  const requires = pins.map((pin) => `\t${pin?.path} ${pin?.version}\n`).join('');
  const sums = pins.map(
    (pin) =>
      `${pin?.path} ${pin?.version} ${pin?.sums.zip}\n${pin?.path} ${pin?.version}/go.mod ${pin?.sums.goMod}\n`,
  );
  return {
    [`${dir}/go.mod`]: `module example.com/${dir}\n\ngo ${version}\n\nrequire (\n${requires})\n${more}`,
    [`${dir}/go.sum`]: sums.join(''),
    [`${dir}/main.go`]: go,
  };
}

/** Two plugins, each of its release, that use one library. */
function studio(library: string): Files {
  const uses = '\nrequire example.com/lib v0.0.0\n\nreplace example.com/lib => ../lib\n';
  return {
    ...moduleOf('a', NEW, mainGo('example.com/lib'), uses),
    'a/nakama.json': `{ "release": "${NEW}" }`,
    ...moduleOf('b', OLD, mainGo('example.com/lib'), uses),
    'b/nakama.json': `{ "release": "${OLD}" }`,
    ...moduleOf(
      'lib',
      library,
      'package lib\n\nimport "github.com/heroiclabs/nakama-common/runtime"\n\nvar Logger runtime.Logger\n',
    ),
  };
}

async function verify(files: Files) {
  const { modules, exitCode } = await openWorkspace({ root: workspace(files) }).verify(['.']);
  return { exitCode, modules, of: (dir: string) => modules.find((module) => module.dir === dir) };
}

describe('a library of plugins of two releases', () => {
  it('is judged for each: what the older one asks for fits both', async () => {
    const { exitCode, of } = await verify(studio(OLD));
    expect(of('lib')).toMatchObject({ verdict: 'loads', release: OLD, releases: [OLD, NEW], findings: [] });
    expect(renderFindings(of('lib') as never, { color: false })).toBe(
      '✔ lib loads (Nakama 3.39.0 and 3.40.0)',
    );
    expect([of('a')?.verdict, of('b')?.verdict, exitCode]).toEqual(['loads', 'loads', 0]);
  });

  it('is reported, also for the plugin of the other release, where it fits one only', async () => {
    const { exitCode, of } = await verify(studio(NEW));
    const common = 'nakama-common error github.com/heroiclabs/nakama-common @ lib/go.mod:6:38';
    expect(brief(of('lib')?.findings ?? [])).toContain(common);
    expect(brief(of('b')?.findings ?? [])).toContain(common);
    expect([of('lib')?.verdict, of('a')?.verdict, of('b')?.verdict]).toEqual(['fails', 'loads', 'fails']);
    expect(exitCode).toBe(1);
  });

  it('ends at the older release when it is pinned', async () => {
    const root = workspace(studio(NEW));
    const { modules } = await openWorkspace({ root, env: {} }).pin(['lib'], { only: true, write: true });
    expect(modules[0]).toMatchObject({ release: OLD });
    const { modules: after } = await openWorkspace({ root }).verify(['lib'], { only: true });
    expect(after[0]).toMatchObject({ verdict: 'loads', releases: [OLD, NEW] });
  });
});
