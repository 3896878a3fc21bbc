import { applyGoModEdits, type GoModEdit } from './go-mod-edit';

const edit = (text: string, ...edits: GoModEdit[]) => applyGoModEdits(text, 'go.mod', edits);

const PLUGIN = `// The arena's plugin.
module example.com/arena // keep

go 1.21

toolchain go1.25.1

require (
	github.com/heroiclabs/nakama-common v1.30.0
	go.uber.org/zap   v1.24.0 // the server's

	// Needed for matches.
	golang.org/x/text v0.3.0
)

require (
	go.uber.org/multierr v1.6.0 // indirect
	google.golang.org/protobuf v1.30.0 // indirect
)

// Recipe of the documentation.
replace google.golang.org/protobuf => google.golang.org/protobuf v1.36.4
`;

const set = (path: string, version: string, indirect?: boolean): GoModEdit => ({
  kind: 'set-require',
  path,
  version,
  indirect,
});

describe('applyGoModEdits', () => {
  it('changes versions where they stand and nothing beside them', () => {
    const edited = edit(
      PLUGIN,
      { kind: 'set-go', version: '1.26.5' },
      set('go.uber.org/zap', 'v1.27.0'),
      set('go.uber.org/multierr', 'v1.11.0'),
    );
    expect(edited).toBe(
      PLUGIN.replace('go 1.21', 'go 1.26.5').replace('v1.24.0', 'v1.27.0').replace('v1.6.0', 'v1.11.0'),
    );
  });

  it('adds requirements to the block of their kind, in order', () => {
    const edited = edit(
      PLUGIN,
      set('github.com/gofrs/uuid/v5', 'v5.3.0'),
      set('go.uber.org/atomic', 'v1.10.0', true),
      set('gopkg.in/yaml.v3', 'v3.0.1', true),
    );
    expect(edited).toBe(
      PLUGIN.replace('require (\n', 'require (\n\tgithub.com/gofrs/uuid/v5 v5.3.0\n')
        .replace('\tgo.uber.org/multierr', '\tgo.uber.org/atomic v1.10.0 // indirect\n$&')
        .replace('v1.30.0 // indirect\n', '$&\tgopkg.in/yaml.v3 v3.0.1 // indirect\n'),
    );
  });

  it('keeps the comments above a replace that it drops, also those of its block', () => {
    const drop: GoModEdit[] = [
      { kind: 'drop-replace', path: 'a' },
      { kind: 'drop-replace', path: 'b' },
    ];
    expect(
      edit('module m\n\n// Forks.\nreplace (\n\t// our a\n\ta => c v1.0.0\n\tb => d v1.0.0\n)\n', ...drop),
    ).toBe('module m\n\n// Forks.\n// our a\n');
    expect(edit('module m\n\n// Why.\nreplace a => c v1.0.0\n\nexclude e v1.0.0\n', ...drop)).toBe(
      'module m\n\n// Why.\n\nexclude e v1.0.0\n',
    );
  });

  it('drops a line with its comments and the empty line that would be left over', () => {
    const edited = edit(
      PLUGIN,
      { kind: 'drop-toolchain' },
      { kind: 'drop-require', path: 'golang.org/x/text' },
      { kind: 'drop-replace', path: 'google.golang.org/protobuf' },
    );
    expect(edited).toBe(
      PLUGIN.replace('toolchain go1.25.1\n\n', '')
        .replace(/\n\t\/\/ Needed.*\n.*x\/text.*\n/, '')
        .replace(/replace .*\n$/, ''),
    );
  });

  it("leaves no empty line at a block's or file's beginning or end", () => {
    const text = 'toolchain go1.25.1\n\nrequire (\n\tb v1.0.0\n\n\tc v1.0.0\n\n\td v1.0.0\n)\n';
    expect(
      edit(
        text,
        { kind: 'drop-toolchain' },
        { kind: 'drop-require', path: 'b' },
        { kind: 'drop-require', path: 'd' },
      ),
    ).toBe('require (\n\tc v1.0.0\n)\n');
  });

  it('drops a block with its parentheses when its last line goes', () => {
    const edited = edit(
      PLUGIN,
      { kind: 'drop-require', path: 'go.uber.org/multierr' },
      { kind: 'drop-require', path: 'google.golang.org/protobuf' },
    );
    expect(edited).toBe(PLUGIN.replace(/require \(\n\tgo\.uber[^)]*\)\n\n/, ''));
  });

  it('makes a block of several new lines, a line of one', () => {
    expect(
      edit('module a\n\ngo 1.21\n', set('c', 'v1.0.0'), set('b', 'v1.0.0'), set('d', 'v1.0.0', true)),
    ).toBe('module a\n\ngo 1.21\n\nrequire (\n\tb v1.0.0\n\tc v1.0.0\n)\n\nrequire d v1.0.0 // indirect\n');
    expect(
      edit(
        'module a\nrequire b v1.0.0\nexclude c v1.0.0',
        set('d', 'v1.0.0'),
        { kind: 'set-go', version: '1.21' },
        { kind: 'add-exclude', path: 'b', version: 'v1.1.0' },
        { kind: 'add-replace', old: { path: 'b' }, new: { path: './my b' } },
      ),
    ).toBe(
      'module a\n\ngo 1.21\n\nrequire b v1.0.0\n\nrequire d v1.0.0\n\nexclude c v1.0.0\n\nexclude b v1.1.0\n\nreplace b => "./my b"',
    );
  });

  it('orders exclusions by version where go does', () => {
    const text = (go: string) => `module a\n\ngo ${go}\n\nexclude (\n\tb v1.9.0\n\tb v1.11.0\n)\n`;
    const exclude: GoModEdit = { kind: 'add-exclude', path: 'b', version: 'v1.10.0' };
    expect(edit(text('1.21'), exclude)).toContain('\tb v1.9.0\n\tb v1.10.0\n\tb v1.11.0\n');
    // Go 1.20 sorts by text, so these lines are not in order: the new one goes to the end.
    expect(edit(text('1.20'), exclude)).toContain('\tb v1.9.0\n\tb v1.11.0\n\tb v1.10.0\n');
  });

  it('leaves blocks with a purpose of their own alone', () => {
    const text = 'module a\n\n// Storage drivers.\nrequire (\n\tb v1.0.0\n\tc v1.0.0\n)\n';
    expect(edit(text, set('d', 'v1.0.0'))).toBe(`${text}\nrequire d v1.0.0\n`);
  });

  it('sets a module required twice in both places', () => {
    expect(edit('require b v1.0.0\nrequire (\n\t"b" v1.1.0 // why\n)\n', set('b', 'v1.2.0'))).toBe(
      'require b v1.2.0\nrequire (\n\t"b" v1.2.0 // why\n)\n',
    );
  });

  it('puts a replacement in the place of others', () => {
    const text = 'replace b v1.0.0 => ./one // why\nreplace b => ./two\nreplace (\n\tc => d v1.0.0\n)\n';
    expect(
      edit(text, { kind: 'add-replace', old: { path: 'b' }, new: { path: 'e', version: 'v1.0.0' } }),
    ).toBe('replace b => e v1.0.0 // why\nreplace (\n\tc => d v1.0.0\n)\n');
    expect(
      edit(text, { kind: 'add-replace', old: { path: 'c' }, new: { path: 'd', version: 'v1.1.0' } }),
    ).toBe(text.replace('d v1.0.0', 'd v1.1.0'));
    expect(
      edit(text, { kind: 'add-replace', old: { path: 'c' }, new: { path: 'd', version: 'v1.0.0' } }),
    ).toBe(text);
  });

  it('keeps CRLF, indentation and a missing final line break', () => {
    expect(
      edit(
        'module a\r\n\r\nrequire (\r\n    b v1.0.0\r\n\td v1.0.0\r\n)',
        set('b', 'v1.1.0'),
        set('c', 'v1.0.0'),
      ),
    ).toBe('module a\r\n\r\nrequire (\r\n    b v1.1.0\r\n\tc v1.0.0\r\n\td v1.0.0\r\n)');
    expect(edit('module a\r\n\r\ngo 1.21', { kind: 'add-exclude', path: 'b', version: 'v1.0.0' })).toBe(
      'module a\r\n\r\ngo 1.21\r\n\r\nexclude b v1.0.0',
    );
    expect(edit('module a\r\n\r\ntoolchain go1.25.1', { kind: 'drop-toolchain' })).toBe('module a');
  });

  it('says where a file is wrong instead of editing it', () => {
    expect(() => edit('module a\nrequire b\n', set('b', 'v1.0.0'))).toThrow('go.mod:2:1');
  });
});
