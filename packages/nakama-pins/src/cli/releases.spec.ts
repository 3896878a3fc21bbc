import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import Ajv from 'ajv';
import { releasesCommand } from './releases';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'releases-cli-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function run(...args: string[]): string {
  let output = '';
  const command = releasesCommand((text) => (output += text));
  for (const each of [command, ...command.commands])
    each.exitOverride().configureOutput({ writeErr: () => undefined });
  command.parse([...args, '--root', root], { from: 'user' });
  return output;
}

describe('nakama-pins releases', () => {
  it('lists all releases, newest first, in aligned columns', () => {
    const lines = run().trimEnd().split('\n');
    expect(lines).toHaveLength(57);
    expect(lines[0]).toBe(
      'release  date        Go      nakama-common  protobuf  fingerprints             source',
    );
    expect(lines[1]).toBe(
      '3.40.0   2026-07-13  1.26.5  v1.47.0        v1.36.11  linux/amd64 linux/arm64  shipped',
    );
    expect(lines.at(-1)).toBe(
      '3.0.0    2021-01-16  1.15.6  v1.11.0        v1.25.0   -                        shipped',
    );
    expect(JSON.parse(run('--format', 'json')).releases[0]).toMatchObject({
      version: '3.40.0',
      source: 'catalog',
    });
  });

  it('shows a release, and warns of a builder image with another Go', () => {
    expect(run('show', '3.38')).toContain(
      "builder image  golang:1.25.5-bookworm  WARNING: another Go than the server's, its plugins are refused",
    );
    expect(run('show', '3.40')).not.toContain('WARNING');
    expect(run('show', 'v3.40.0')).toMatch(/github\.com\/blugelabs\/bluge +v0\.2\.2 +16 linked, 6 PATCHED\n/);
  });

  it('shows as JSON a file that a workspace can keep', () => {
    const file = run('show', '3.26.0', '--format', 'json');
    const schema = JSON.parse(readFileSync(path.join(__dirname, '../../schema/release.schema.json'), 'utf8'));
    expect(new Ajv().validate(schema, JSON.parse(file))).toBe(true);
    mkdirSync(path.join(root, 'nakama-releases'));
    writeFileSync(path.join(root, 'nakama-releases/3.26.0.json'), file);
    expect(run('show', '3.26.0', '--format', 'json')).toBe(file);
    expect(run()).toMatch(/^3\.26\.0 .* nakama-releases\/3\.26\.0\.json$/m);
  });

  it('shows what changes from one release to another', () => {
    const text = run('diff', '3.38.0', '3.40.0');
    expect(text).toMatch(/^Nakama 3\.38\.0 -> 3\.40\.0\n/);
    expect(text).toMatch(/^ {2}Go +1\.26\.1 +-> +1\.26\.5$/m);
    expect(text).toMatch(/^ {2}go\.uber\.org\/zap +v1\.27\.1 +-> +v1\.28\.0$/m);
    expect(run('diff', '3.40.0', '3.40.0')).toContain('nothing that plugins meet');
  });

  it('looks a package up in the release that nakama.json names, else in the latest', () => {
    expect(run('find', 'go.uber.org/zap/buffer')).toBe(
      [
        'go.uber.org/zap/buffer in Nakama 3.40.0',
        '  module   go.uber.org/zap v1.28.0',
        '  server   linked: a plugin that links it must have this version',
        '  patched  no',
        '  go.mod   require go.uber.org/zap v1.28.0',
        '',
      ].join('\n'),
    );
    writeFileSync(path.join(root, 'nakama.json'), '{"release": "3.38.0"}');
    expect(run('find', 'go.uber.org/zap/buffer')).toContain('require go.uber.org/zap v1.27.1\n');
    expect(run('find', 'go.uber.org/zap', '--release', 'latest')).toContain(
      'require go.uber.org/zap v1.28.0\n',
    );
  });

  it('warns where no version can match', () => {
    expect(run('find', 'github.com/blugelabs/bluge/search')).toContain(
      "WARNING  no version of github.com/blugelabs/bluge matches the server's patched code",
    );
  });

  it('looks a module up in all releases', () => {
    const text = run('find', 'github.com/blugelabs/bluge', '--all');
    expect(text).toMatch(/^ {2}3\.25\.0 - 3\.40\.0 +v0\.2\.2 +linked, PATCHED$/m);
    expect(text).toMatch(/ - 3\.24\.2 .* linked$/m);
  });

  it('refuses unknown releases, formats and words', () => {
    expect(() => run('show', '3.41.0')).toThrow(
      /unknown Nakama release "3\.41\.0"[^]*fix: npx nakama-pins releases add 3\.41\.0$/,
    );
    expect(() => run('--format', 'xml')).toThrow(/Allowed choices are text, json/);
    expect(() => run('shw')).toThrow(
      "error: unknown command 'shw'\n(Did you mean show?)\nCommands: list, show, diff, find, add, check",
    );
    expect(() => run('nope')).toThrow("error: unknown command 'nope'\nCommands: list");
  });

  it('refuses a root that is missing, and an unknown release of nakama.json with its place', () => {
    root = path.join(root, 'nope');
    for (const args of [[], ['find', 'go.uber.org/zap'], ['find', '--all', 'go.uber.org/zap']])
      expect(() => run(...args)).toThrow(/nope: no such folder/);
    root = path.dirname(root);
    writeFileSync(path.join(root, 'nakama.json'), '{\n  "release": "3.41.0"\n}');
    expect(() => run('find', 'go.uber.org/zap')).toThrow(
      /^nakama\.json:2:14: .*3\.41\.0.*ends at 3\.40\.0[^]*fix: npx nakama-pins releases add 3\.41\.0$/,
    );
  });

  it('looks up in the release that verify would choose, else in the latest', () => {
    expect(run('find', 'go.uber.org/zap')).toContain('in Nakama 3.40.0\n');
    writeFileSync(path.join(root, 'Dockerfile'), 'FROM heroiclabs/nakama:3.38.0\n');
    expect(run('find', 'go.uber.org/zap')).toContain('in Nakama 3.38.0\n');
  });

  it('says that it knows no such path, and what may have been meant', () => {
    expect(run('find', 'zap')).toBe(
      'zap in Nakama 3.40.0\n  server  no module or package of this name is known\n  meant?  go.uber.org/zap\n',
    );
    expect(run('find', 'zap', '--all')).toContain('meant?          go.uber.org/zap');
    expect(run('find', 'net/http')).toContain('standard library');
  });
});
