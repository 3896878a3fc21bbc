import {
  catalogRelease,
  type Files,
  mainGo,
  pinned,
  RELEASE,
  removeWorkspaces,
  workspace,
} from '../testing/workspace';
import { ModuleOpener } from '../verify/open-module';
import { planInput } from './plan-input';
import { type PinPlan, planPins } from './plan-pins';

afterEach(removeWorkspaces);

const ZAP = 'go.uber.org/zap';
const MULTIERR = 'go.uber.org/multierr';
const COMMON = 'github.com/heroiclabs/nakama-common';

/** Plans one module; nothing of it needs Go. */
function plan(files: Files, { release = RELEASE, dir = '.' } = {}): PinPlan {
  const module = new ModuleOpener(workspace(files), release).open(dir);
  if (module.unreleased) throw new Error('no release');
  return planPins(planInput(module));
}

function goMod(...lines: string[]): Files {
  return { 'go.mod': ['module example.com/arena', '', ...lines, ''].join('\n'), 'main.go': mainGo() };
}

/** What go.mod will be. */
function planned(files: Files, options?: Parameters<typeof plan>[1]): string {
  return plan(files, options).textOf('go.mod');
}

const changedFiles = ({ changes }: PinPlan): string[] => changes.map(({ file }) => file);

describe('go.mod', () => {
  it('gets a library that only go.work knows, by require and replace', () => {
    const { 'go.mod': own = '', 'go.sum': sums = '' } = pinned();
    const { changes, report } = plan(
      {
        'go.work': 'go 1.26.5\n\nuse (\n\t./lib\n\t./plugins/arena\n)\n',
        'lib/go.mod': 'module example.com/lib\n\ngo 1.26.5\n',
        'lib/lib.go': 'package lib\n',
        'plugins/arena/go.mod': own,
        'plugins/arena/go.sum': sums,
        'plugins/arena/main.go': mainGo('example.com/lib'),
      },
      { dir: 'plugins/arena' },
    );
    expect(changes.map(({ file }) => file)).toEqual(['plugins/arena/go.mod']);
    expect(changes[0]?.after).toContain('example.com/lib v0.0.0\n');
    expect(changes[0]?.after).toContain('replace example.com/lib => ../../lib\n');
    expect(report).toMatchObject({ verdict: 'loads', findings: [] });
  });

  it('is left alone, byte for byte, where everything is in step', () => {
    const { changes, report } = plan(pinned([ZAP, MULTIERR]));
    expect(changes).toEqual([]);
    expect(report.verdict).toBe('loads');
  });

  it('gets the versions of the release, also of modules that come in sight only then', () => {
    const files = {
      ...goMod('go 1.26.5', '', `require ${COMMON} v1.46.0 // keep`, `require ${ZAP} v1.26.0`),
    };
    const text = planned({ ...files, 'main.go': mainGo(ZAP) });
    expect(text).toContain(`require ${COMMON} v1.47.0 // keep\n`);
    expect(text).toContain(`require ${ZAP} v1.28.0\n`);
    expect(text).toMatch(/^\t?go\.uber\.org\/multierr v1\.11\.0 \/\/ indirect$/m);
    expect(text).toContain('google.golang.org/protobuf v1.36.11 // indirect');
  });

  it('leaves what the server does not link, and what the plugin does not', () => {
    const other = 'github.com/stretchr/testify';
    const files = pinned([other, ZAP], { [other]: 'v1.0.0', [ZAP]: 'v1.20.0' });
    expect(planned(files)).toBe(files['go.mod']);
  });

  it.each([
    ['1.26.5', RELEASE, '1.26.5'],
    ['1.27', RELEASE, '1.26.5'],
    ['1.26', RELEASE, '1.26.5'],
    ['1.22.0', '3.22.0', '1.22.0'],
    ['1.22.9', '3.22.0', '1.22.4'],
    ['1.21.0', '3.15.0', '1.19'],
    ['1.18', '3.15.0', '1.18'],
  ])('line go %s at %s becomes go %s', (line, release, expected) => {
    const common = catalogRelease(release).nakamaCommon;
    const text = planned(goMod(`go ${line}`, '', `require ${COMMON} ${common}`), { release });
    expect(/^go (.+)$/m.exec(text)?.[1]).toBe(expected);
  });

  it('loses a toolchain line of another Go, and the replace of the old recipe', () => {
    const text = planned(
      goMod(
        'go 1.26.5',
        '',
        'toolchain go1.27.0',
        '',
        `require ${COMMON} v1.46.0`,
        '',
        '// the recipe',
        `replace ${COMMON} => ${COMMON} v1.47.0`,
      ),
    );
    expect(text).not.toMatch(/toolchain|replace/);
    // It may say more than what the replace did.
    expect(text).toContain('// the recipe\n');
    expect(text).toContain(`require ${COMMON} v1.47.0\n`);
  });

  it('loses an exclude of the version that the release has, and keeps others', () => {
    const text = planned(
      goMod(
        'go 1.26.5',
        '',
        `require ${COMMON} v1.46.0`,
        '',
        `exclude (`,
        `\t${COMMON} v1.47.0`,
        `\t${COMMON} v1.48.0`,
        ')',
      ),
    );
    expect(text).toContain(`require ${COMMON} v1.47.0\n`);
    expect(text).not.toContain(`\t${COMMON} v1.47.0\n`);
    expect(text).toContain(`${COMMON} v1.48.0\n`);
  });

  it('keeps a fork, and says what it means', () => {
    const fork = `replace ${COMMON} => github.com/acme/nakama-common v1.46.1`;
    const { textOf, report } = plan(goMod('go 1.26.5', '', `require ${COMMON} v1.46.0`, '', fork));
    expect(textOf('go.mod')).toContain(fork);
    expect(textOf('go.mod')).toContain(`require ${COMMON} v1.46.0`);
    expect(report.verdict).toBe('fails');
  });

  it('adds nothing beside a module from which the packages were split off', () => {
    const rpc = 'google.golang.org/genproto/googleapis/rpc';
    const files = pinned(['google.golang.org/genproto'], {
      'google.golang.org/genproto': 'v0.0.0-20210602131652-f16073e35f0c',
    });
    expect(planned({ ...files, 'main.go': mainGo(`${rpc}/status`) })).not.toContain(rpc);
  });

  it('keeps Windows line breaks', () => {
    const files = goMod('go 1.26.5', '', `require ${COMMON} v1.46.0`);
    const text = planned({ ...files, 'go.mod': String(files['go.mod']).replaceAll('\n', '\r\n') });
    expect(text).toContain(`require ${COMMON} v1.47.0\r\n`);
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
  });

  it('needs no second plan', () => {
    const files = { ...goMod('go 1.26.5', '', `require ${COMMON} v1.46.0`, `require ${ZAP} v1.26.0`) };
    const first = plan({ ...files, 'main.go': mainGo(ZAP) });
    const again = plan({
      'main.go': mainGo(ZAP),
      'go.mod': first.textOf('go.mod'),
      'go.sum': first.textOf('go.sum'),
    });
    expect(again.changes).toEqual([]);
  });
});

describe('go.sum', () => {
  it('gets the hashes of the release, and keeps the others', () => {
    const files = pinned([ZAP], { [ZAP]: 'v1.26.0' });
    const { textOf, report } = plan({ ...files, 'main.go': mainGo(ZAP) });
    const zap = catalogRelease().module(ZAP);
    const sum = textOf('go.sum');
    expect(sum).toContain(`${ZAP} v1.28.0 ${zap?.sums.zip}\n${ZAP} v1.28.0/go.mod ${zap?.sums.goMod}\n`);
    expect(sum).toContain(`${ZAP} v1.26.0 h1:x=\n`);
    expect(report).toMatchObject({ verdict: 'loads', proof: 'declared' });
  });

  it('is made where there is none', () => {
    const { changes } = plan(
      goMod('go 1.26.5', '', `require ${COMMON} v1.47.0`, 'require google.golang.org/protobuf v1.36.11'),
    );
    expect(changes).toMatchObject([{ file: 'go.sum', before: undefined }]);
  });

  it('is not written over where its hash contradicts the catalog', () => {
    const files = pinned();
    const forged = String(files['go.sum']).replace(
      /h1:.*/,
      'h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
    );
    const { changes, report } = plan({ ...files, 'go.sum': forged });
    expect(changes).toEqual([]);
    expect(report.verdict).toBe('fails');
    expect(report.findings.map(({ id }) => id)).toEqual(['go-sum']);
  });
});

describe('images', () => {
  it('get the tag of the release where the workspace writes it, with their variants', () => {
    const { textOf, ...rest } = plan({
      ...pinned(),
      Dockerfile:
        'FROM heroiclabs/nakama-pluginbuilder:3.39.0-arm64 AS build\nRUN go build -buildmode=plugin .\nFROM heroiclabs/nakama:3.39.0\n',
      'compose.yaml':
        'services:\n  nakama:\n    image: "heroiclabs/nakama:3.38.0" # ours\n  db:\n    image: postgres:12\n',
    });
    expect(changedFiles({ textOf, ...rest })).toEqual(['Dockerfile', 'compose.yaml']);
    expect(textOf('Dockerfile')).toBe(
      'FROM heroiclabs/nakama-pluginbuilder:3.40.0-arm64 AS build\nRUN go build -buildmode=plugin .\nFROM heroiclabs/nakama:3.40.0\n',
    );
    expect(textOf('compose.yaml')).toContain('image: "heroiclabs/nakama:3.40.0" # ours\n');
  });

  it('of Go get its version where they build the plugin', () => {
    const docker = 'FROM golang:1.25-bookworm\nRUN go build -buildmode=plugin -o arena.so .\n';
    expect(plan({ ...pinned(), Dockerfile: docker }).textOf('Dockerfile')).toContain(
      'golang:1.26.5-bookworm',
    );
  });

  it('leaves a tag that a digest fixes, and says why', () => {
    const image = `heroiclabs/nakama:3.39.0@sha256:${'0'.repeat(64)}`;
    const { changes, left } = plan({ ...pinned(), Dockerfile: `FROM ${image}\n` });
    expect(changes).toEqual([]);
    expect(left).toEqual([
      { location: { file: 'Dockerfile', line: 1, column: 6 }, image, why: expect.stringContaining('digest') },
    ]);
    expect(plan({ ...pinned(), Dockerfile: 'FROM heroiclabs/nakama:3.39.0\n' }).left).toEqual([]);
  });

  it('leaves a builder whose Go is not its server’s to the finding', () => {
    const release = '3.38.0';
    const { changes, report } = plan(
      {
        ...goMod('go 1.26.1', '', `require ${COMMON} v1.45.0`),
        Dockerfile: 'FROM heroiclabs/nakama-pluginbuilder:3.37.0\n',
      },
      { release },
    );
    expect(changes.map(({ file }) => file)).not.toContain('Dockerfile');
    expect(report.findings.map(({ id }) => id)).toContain('image-tag');
  });
});

describe('a local library', () => {
  const files = (version: string): Files => ({
    ...pinned([MULTIERR]),
    'go.mod': `${String(pinned([MULTIERR])['go.mod'])}\nrequire example.com/score v0.0.0\n\nreplace example.com/score => ./score\n`,
    'main.go': mainGo('example.com/score'),
    'score/go.mod': `module example.com/score\n\ngo 1.26.5\n\nrequire ${MULTIERR} ${version} // ours\n`,
    'score/score.go': `package score\n\nimport _ "${MULTIERR}"\n`,
  });

  it('gives way where it demands more than the release', () => {
    const { changes, report } = plan(files('v1.12.0'));
    expect(changes.map(({ file }) => file)).toEqual(['score/go.mod']);
    expect(changes[0]?.after).toContain(`require ${MULTIERR} v1.11.0 // ours\n`);
    expect(report.verdict).toBe('loads');
  });

  it('keeps a lower bound', () => {
    expect(plan(files('v1.9.0')).changes).toEqual([]);
  });
});
