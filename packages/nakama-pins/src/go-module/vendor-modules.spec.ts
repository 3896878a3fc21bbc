import { parseVendorModules } from './vendor-modules';

const TEXT = `## workspace
# a v1.2.0
## explicit; go 1.21
a
a/b
# c v1.0.0 => ../c
## explicit
c
# d v1.0.0 => e v1.1.0
d/x
# f => ./f
# broken
# g not-a-version
lost/package
`;

describe('parseVendorModules', () => {
  const { modules, workspace } = parseVendorModules(TEXT, 'vendor/modules.txt');

  it('gives modules with their packages, replacements and places', () => {
    expect(modules).toEqual([
      expect.objectContaining({
        path: 'a',
        version: 'v1.2.0',
        explicit: true,
        go: '1.21',
        packages: ['a', 'a/b'],
        position: { line: 2, column: 1 },
      }),
      expect.objectContaining({ path: 'c', replacement: { path: '../c' }, explicit: true, packages: ['c'] }),
      expect.objectContaining({
        path: 'd',
        replacement: { path: 'e', version: 'v1.1.0' },
        explicit: false,
        packages: ['d/x'],
      }),
      expect.objectContaining({ path: 'f', replacement: { path: './f' }, packages: [] }),
    ]);
  });

  it('knows a vendor folder of a workspace', () => {
    expect(workspace).toBe(true);
    expect(parseVendorModules('# a v1.0.0\n', 'f').workspace).toBe(false);
  });

  it('reads CRLF, and counts sections of one module and version as one', () => {
    const found = parseVendorModules(
      '# a v1.0.0\r\na\r\n# b v1.0.0\r\n# a v1.0.0\r\n## explicit\r\na/x\r\n',
      'f',
    );
    expect(found.modules.map(({ path, explicit, packages }) => ({ path, explicit, packages }))).toEqual([
      { path: 'a', explicit: true, packages: ['a', 'a/x'] },
      { path: 'b', explicit: false, packages: [] },
    ]);
  });
});
