import { verifyAt } from '../testing/one';
import { pinned, removeWorkspaces, workspace } from '../testing/workspace';

afterEach(removeWorkspaces);

const COMPOSE = (name: string): string => `services:\n  nakama:\n    image: heroiclabs/${name}\n`;
const DSYM = { 'nakama-releases/3.40.0-dsym.json': '{ "release": "3.40.0-dsym", "extends": "3.40.0" }' };

function verify(files: Record<string, string>) {
  const { release, verdict, findings } = verifyAt(workspace({ ...pinned(), ...files }), '.');
  const said = findings.map(({ id, severity, message, fix }) => `${id} ${severity}: ${message}; fix: ${fix}`);
  return { release, verdict, said };
}

describe('the server for a debugger', () => {
  it('is the variant, where the workspace has it', () => {
    const files = { 'compose.yml': COMPOSE('nakama-dsym:3.40.0'), ...DSYM };
    expect(verify(files)).toEqual({ release: '3.40.0-dsym', verdict: 'loads', said: [] });
    expect(verify({ ...files, Dockerfile: 'FROM heroiclabs/nakama-pluginbuilder:3.40.0\n' })).toMatchObject({
      release: '3.40.0-dsym',
      said: [],
    });
  });

  it('is judged by its release where nobody has added it, and says so', () => {
    expect(verify({ 'compose.yml': COMPOSE('nakama-dsym:3.40.0') })).toEqual({
      release: '3.40.0',
      verdict: 'loads',
      said: [
        'image-tag warning: heroiclabs/nakama-dsym:3.40.0 runs Nakama 3.40.0 (dsym), but the plugin is judged for 3.40.0, which compose.yml:3:12 names: the two are compiled in another way, and a plugin loads in one of them only; the catalog does not have 3.40.0-dsym; fix: npx nakama-pins releases add image:heroiclabs/nakama-dsym:3.40.0, then write nakama.json: { "release": "3.40.0-dsym" }',
      ],
    });
  });

  it('stands beside the server that players meet', () => {
    const files = {
      'compose.debug.yml': COMPOSE('nakama-dsym:3.40.0'),
      'compose.yml': COMPOSE('nakama:3.40.0'),
    };
    expect(verify(files)).toEqual({ release: '3.40.0', verdict: 'loads', said: [] });
    expect(verify({ ...files, ...DSYM })).toMatchObject({ release: '3.40.0', said: [] });
  });

  it('is another server than that of nakama.json', () => {
    const settings = (release: string) => ({ 'nakama.json': JSON.stringify({ release }), ...DSYM });
    expect(verify({ 'compose.yml': COMPOSE('nakama-dsym:3.40.0'), ...settings('3.40.0') }).said).toEqual([
      expect.stringMatching(
        /^image-tag warning: .* runs Nakama 3\.40\.0 \(dsym\), .*; fix: write nakama\.json: \{ "release": "3\.40\.0-dsym" \}, or write in compose\.yml:3: heroiclabs\/nakama:3\.40\.0 in place of heroiclabs\/nakama-dsym:3\.40\.0$/,
      ),
    ]);
    expect(verify({ 'compose.yml': COMPOSE('nakama:3.40.0'), ...settings('3.40.0-dsym') }).said).toEqual([
      expect.stringMatching(
        / runs Nakama 3\.40\.0, .* judged for 3\.40\.0 \(dsym\).*: heroiclabs\/nakama-dsym:3\.40\.0 in place of heroiclabs\/nakama:3\.40\.0$/,
      ),
    ]);
    expect(verify({ 'compose.yml': COMPOSE('nakama:3.39.0'), ...settings('3.40.0-dsym') }).said).toEqual([
      expect.stringMatching(
        /^image-tag error: .* runs Nakama 3\.39\.0, .*: heroiclabs\/nakama-dsym:3\.40\.0 in place of /,
      ),
    ]);
  });

  it('names the command that adds it where its release is not known either', () => {
    expect(verify({ 'compose.yml': COMPOSE('nakama-dsym:3.99.0') }).said).toEqual([
      'unknown-release undecided: Nakama 3.99.0-dsym of heroiclabs/nakama-dsym:3.99.0 is not in the catalog: the catalog ends at 3.40.0; fix: npx nakama-pins releases add image:heroiclabs/nakama-dsym:3.99.0',
    ]);
  });
});

describe("a studio's own server", () => {
  const own = (origins?: object) => ({
    'nakama.json': '{ "release": "3.40.0-ours.1" }',
    'nakama-releases/3.40.0-ours.1.json': JSON.stringify({
      release: '3.40.0-ours.1',
      extends: '3.40.0',
      ...(origins && { origins }),
    }),
  });
  const READ = {
    'linux/amd64': { kind: 'image', name: 'ghcr.io/studio/nakama:7', digest: `sha256:${'0'.repeat(64)}` },
  };
  const BUILDER = 'FROM heroiclabs/nakama-pluginbuilder:3.40.0 AS builder\nFROM scratch\n';

  it('is in the image that it was read from; the builder is that of the release which it is named after', () => {
    const files = { 'compose.yml': COMPOSE('nakama:3.40.0'), Dockerfile: BUILDER, ...own(READ) };
    expect(verify(files).said).toEqual([
      'image-tag error: heroiclabs/nakama:3.40.0 runs Nakama 3.40.0, but the plugin is judged for 3.40.0-ours.1; fix: write in compose.yml:3: ghcr.io/studio/nakama:7 in place of heroiclabs/nakama:3.40.0',
    ]);
    const older = { ...own(READ), Dockerfile: BUILDER.replace('3.40.0', '3.39.0') };
    expect(verify(older).said).toEqual([
      expect.stringMatching(
        /fix: write in Dockerfile:1: heroiclabs\/nakama-pluginbuilder:3\.40\.0 in place of /,
      ),
    ]);
  });

  it('is asked for by its name where nobody says which image has it', () => {
    expect(verify({ 'compose.yml': COMPOSE('nakama:3.40.0'), ...own() }).said).toEqual([
      expect.stringMatching(/fix: write in compose\.yml:3 the image that has the server 3\.40\.0-ours\.1$/),
    ]);
  });
});
