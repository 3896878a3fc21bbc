import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readArtifact } from '../artifact/read-artifact';
import { realServer } from '../artifact/testing/real-server';
import { parseGoMod } from '../go-module/go-mod';
import { SERVER_MODULE } from '../releases/nakama-modules';
import type { ReleaseFile } from '../releases/release-file';
import { removeWorkspaces, workspace } from '../testing/workspace';
import { zipOf } from '../toolchain/testing/zip';
import { Tools } from '../toolchain/tools';
import { type AddedRelease, addRelease } from './add-release';
import { isBuiltFrom } from './built-from';

afterAll(removeWorkspaces);

describe('a program is built as a source says', () => {
  const ZAP = { path: 'go.uber.org/zap', version: 'v1.28.0' };
  const goMod = parseGoMod(
    `module ${SERVER_MODULE}\n\ngo 1.26.5\n\nrequire go.uber.org/zap v1.28.0\n`,
    'go.mod',
  );
  const built = (go: string, ...deps: object[]): boolean =>
    isBuiltFrom(
      { buildInfo: { go, deps: deps as (typeof ZAP)[], settings: new Map() } },
      { goMod, go: '1.26.5' },
    );

  it('with its Go and its versions', () => {
    expect(built('1.26.5', ZAP)).toBe(true);
    // It may link less than it requires.
    expect(built('1.26.5')).toBe(true);
  });

  it.each([
    ['another Go', ['1.26.6', ZAP]],
    ['a raised module', ['1.26.5', { ...ZAP, version: 'v1.28.1' }]],
    ['a module that the source lacks', ['1.26.5', ZAP, { path: 'example.com/extra', version: 'v1.0.0' }]],
    ['a replaced module', ['1.26.5', { ...ZAP, replace: { path: './zap' } }]],
  ] as const)('and not with %s', (_, [go, ...deps]) => {
    expect(built(go, ...deps)).toBe(false);
  });

  it('and not without build info', () => {
    expect(isBuiltFrom({ buildInfo: undefined }, { goMod, go: '1.26.5' })).toBe(false);
  });
});

const server = realServer();

(server === undefined ? describe.skip : describe)('the real server, whose source is published', () => {
  const ZAP = 'go.uber.org/zap';
  const NOTE = /^the program is not built as the source of 3\.40\.0 says/;

  /** A module proxy with the source of 3.40.0 alone, which asks for these versions, and says to be of 2030. */
  function proxyOf(go: string, versions: Readonly<Record<string, string>>): string {
    const deps = readArtifact(server ?? '', 'nakama').buildInfo?.deps ?? [];
    const requires = deps.map(({ path, version }) => `\t${path} ${versions[path] ?? version}\n`).join('');
    const goMod = `module ${SERVER_MODULE}\n\ngo 1.26.5\n\nrequire (\n${requires})\n`;
    const prefix = `${SERVER_MODULE}@v3.40.0/`;
    const files = {
      'go.mod': goMod,
      'go.sum': '',
      'build/Dockerfile': `FROM golang:${go}-trixie AS builder\nFROM debian:trixie-slim\n`,
      'build/pluginbuilder/Dockerfile': `FROM golang:${go}-trixie\n`,
    };
    const proxy = workspace({});
    const folder = join(proxy, SERVER_MODULE, '@v');
    mkdirSync(folder, { recursive: true });
    const entries = Object.entries(files).map(([name, text]) => [`${prefix}${name}`, text] as const);
    writeFileSync(join(folder, 'v3.40.0.zip'), zipOf(entries));
    writeFileSync(join(folder, 'v3.40.0.mod'), goMod);
    writeFileSync(join(folder, 'v3.40.0.info'), '{"Version":"v3.40.0","Time":"2030-01-01T00:00:00Z"}');
    return `file://${proxy}`;
  }

  async function added(GOPROXY: string): Promise<{ file: ReleaseFile; result: AddedRelease }> {
    const root = workspace({});
    const env = { ...process.env, GOPROXY, GOSUMDB: 'off' };
    const result = await addRelease(
      // By its own name it would contradict the shipped release: nothing is patched in it.
      { what: server ?? '', cwd: root, workspaceDir: root, name: '3.40.0-built' },
      new Tools({ root, env }),
    );
    return { result, file: JSON.parse(readFileSync(join(root, result.file), 'utf8')) as ReleaseFile };
  }

  it('takes from the source what no program holds', async () => {
    const { file, result } = await added(proxyOf('1.26.5', {}));
    expect(result.notes).toEqual([]);
    expect(file).toMatchObject({ date: '2030-01-01', serverImageBase: 'debian:trixie-slim' });
  }, 120_000);

  it.each([
    ['another version', '1.26.5', { [ZAP]: 'v1.28.1' }],
    ['another Go', '1.26.4', {}],
  ])(
    'counts itself, where the source says %s',
    async (_, go, versions) => {
      const { file, result } = await added(proxyOf(go, versions));
      expect(result.notes).toEqual([expect.stringMatching(NOTE)]);
      expect(file).toMatchObject({
        date: '2026-07-13',
        go: '1.26.5',
        serverImageBase: 'debian:bookworm-slim',
      });
      expect(file.modules.find(({ path }) => path === ZAP)?.version).toBe('v1.28.0');
    },
    120_000,
  );
});
