import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../input/problem';
import { describeWithGo, GO_TIMEOUT_MS, goIn } from '../testing/go';
import { catalogRelease, removeWorkspaces, workspace } from '../testing/workspace';
import { readExportFingerprint } from './export-archive';

afterAll(removeWorkspaces);

/** Import path → archive, of the standard library as the exact Go compiles it. */
async function archives(go: string, packages: readonly string[]): Promise<Map<string, string>> {
  const dir = workspace({ 'go.mod': `module example.com/arena\n\ngo 1.19\n` });
  const args = ['list', '-export', '-deps', '-trimpath', '-f', '{{.ImportPath}} {{.Export}}', ...packages];
  const { stdout } = await goIn(dir, go, ...args);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => line.split(' ') as [string, string]);
  return new Map(lines.filter(([, archive]) => archive !== ''));
}

describeWithGo('the fingerprint of an export archive', () => {
  // Object formats go118ld and go120ld; net, os/user and runtime/cgo carry cgo directives in their headers.
  it.each([
    ['3.15.0', '1.19.4'],
    ['3.22.0', '1.22.4'],
    ['3.40.0', '1.26.5'],
  ])(
    "is that of Nakama %s, package by package, for Go %s's standard library",
    async (release, go) => {
      const server = catalogRelease(release);
      expect(server.go).toBe(go);
      const known = server.fingerprints('linux/amd64') ?? new Map<string, string>();
      const compiled = [...(await archives(go, ['net/http', 'os/user', 'database/sql']))];
      const shared = compiled.filter(([path]) => known.has(path));
      expect(shared.length).toBeGreaterThan(100);
      const found = shared.map(([path, archive]) => [path, readExportFingerprint(archive)]);
      expect(found).toEqual(shared.map(([path]) => [path, known.get(path)]));
    },
    GO_TIMEOUT_MS,
  );

  it(
    'is a located error, never another value, wherever the file is cut off',
    async () => {
      const archive = (await archives('1.26.5', ['errors'])).get('errors') ?? '';
      const bytes = readFileSync(archive);
      const root = workspace({ 'cut.a': bytes });
      const cut = join(root, 'cut.a');
      const whole = readExportFingerprint(cut);
      const ends = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, i) => i * 7);
      const results = ends.map((end) => {
        writeFileSync(cut, bytes.subarray(0, end));
        try {
          return readExportFingerprint(cut);
        } catch (error) {
          return error instanceof InputError && error.message.startsWith(`${cut}: `) ? 'located' : error;
        }
      });
      expect(results[0]).toBe('located');
      expect([...new Set(results)].sort()).toEqual([whole, 'located'].sort());
    },
    GO_TIMEOUT_MS,
  );
});

describe('what is not an archive of the Go compiler', () => {
  const header = (name: string, size: number | string): string =>
    `${name.padEnd(16)}${'0'.padEnd(12)}${'0'.padEnd(6)}${'0'.padEnd(6)}${'644'.padEnd(8)}${String(size).padEnd(10)}\`\n`;
  const object = (magic: string): string => `go object linux amd64 go1.99\n!\n${magic}12345678`;

  it.each([
    ['an empty file', '', 'no ar archive at byte 0'],
    ['a text', 'package arena\n', 'no ar archive at byte 0'],
    [
      'an archive of C objects',
      `!<arch>\n${header('x.o/', 4)}\x7fELF`,
      'no Go object in the archive at byte 72',
    ],
    ['a member without a size', `!<arch>\n${header('_go_.o', 'x')}`, 'damaged member header at byte 8'],
    ['a size beyond the file', `!<arch>\n${header('x', 9999999999)}`, 'no Go object'],
    [
      'an object of an unknown format',
      `!<arch>\n${header('_go_.o', 47)}${object('\0go199ld')}`,
      'object format of another Go',
    ],
    [
      'a header without an end',
      `!<arch>\n${header('_go_.o', 20)}go object linux amd64`,
      'without an end of its text header',
    ],
  ])('%s is an error that says where', (_, text, message) => {
    const root = workspace({ 'x.a': Buffer.from(text, 'latin1') });
    expect(() => readExportFingerprint(join(root, 'x.a'))).toThrow(InputError);
    expect(() => readExportFingerprint(join(root, 'x.a'))).toThrow(message);
  });
});
