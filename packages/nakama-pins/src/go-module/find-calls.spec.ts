import { PackageCalls } from './find-calls';

const OPEN = { qualifier: 'plugin', name: 'Open', argument: 0 };

/** `line:column texts` of each call. */
function calls(text: string, callee = OPEN, others: readonly string[] = []): string[] {
  return new PackageCalls([text, ...others])
    .in(0, callee)
    .map(({ position: { line, column }, texts }) => `${line}:${column} ${texts.join(' ')}`.trim());
}

const inFunc = (...lines: string[]): string =>
  `package main\n\nfunc InitModule() error {\n${lines.map((line) => `\t${line}\n`).join('')}}\n`;

describe('the calls of a func', () => {
  it('are found with the text of their argument, wherever they stand', () => {
    expect(
      calls(
        inFunc('p, err := plugin.Open("lib/a.bin")', 'if _, err = plugin.Open(`b.so`,); err != nil {', '}'),
      ),
    ).toEqual(['4:12 lib/a.bin', '5:14 b.so']);
  });

  it('are no words of comments and strings, no methods and no funcs of other packages', () => {
    const text = inFunc(
      '// plugin.Open("x")',
      'log("plugin.Open(1)")',
      'my.plugin.Open("x")',
      'plugin.Opener("x")',
    );
    expect(calls(text)).toEqual([]);
  });

  it('have the package’s name in the file, or none after a dot import', () => {
    expect(calls(inFunc('Open("a.so")'), { ...OPEN, qualifier: '.' })).toEqual(['4:2 a.so']);
    expect(calls('func Open(path string) {}\n', { ...OPEN, qualifier: '.' })).toEqual([]);
    expect(calls(inFunc('goplugin.Open("a.so")'), { ...OPEN, qualifier: 'goplugin' })).toEqual(['4:2 a.so']);
  });

  it('take the argument that is asked for', () => {
    const text = inFunc('hiro.Init(ctx, logger, nk, f(a, []int{1, 2}), "hiro.bin", licence)');
    expect(calls(text, { qualifier: 'hiro', name: 'Init', argument: 4 })).toEqual(['4:2 hiro.bin']);
  });
});

describe('the text of an argument', () => {
  it.each<[string, string, string]>([
    ['a constant', 'const file = "a.so"', 'a.so'],
    ['a typed constant', 'const file string = "a.so"', 'a.so'],
    ['a constant of a group', 'const (\n\tother = 1\n\tfile = dir + "a.so"\n\tdir = "lib/"\n)', 'lib/a.so'],
    ['a variable with several values', 'file := "a.so"\nif arm {\n\tfile = "b.so"\n}', 'a.so b.so'],
    ['a joined path', 'file := filepath.Join("lib", "x", `a.so`)', 'lib/x/a.so'],
    ['brackets', 'file := ("lib" + ("/a.so"))', 'lib/a.so'],
    ['a comparison, which sets nothing', 'if file == "a.so" {\n}', ''],
    ['what is set elsewhere', 'file := os.Getenv("FILE")', ''],
    ['a part that is not known', 'file := filepath.Join(dir(), "a.so")', ''],
    ['a field of that name', 'x.file = "a.so"', ''],
    ['itself', 'file = file + "x"', ''],
  ])('is read from %s', (_, before, texts) => {
    const text = `package main\n\n${before}\nvar p, _ = plugin.Open(file)\n`;
    expect(new PackageCalls([text]).in(0, OPEN)[0]?.texts.join(' ')).toBe(texts);
  });

  it('may be a constant of another file of the package, but not what stands in a func there', () => {
    const text = inFunc('plugin.Open(file)');
    expect(calls(text, OPEN, ['package main\n\nconst file = "a.so"\n'])).toEqual(['4:2 a.so']);
    expect(calls(text, OPEN, ['package main\n\nfunc f() {\n\tfile := "a.so"\n}\n'])).toEqual(['4:2']);
  });

  it('is as Hiro’s own examples write it', () => {
    const text = inFunc(
      'binName := "hiro.bin"',
      'switch osruntime.GOOS {',
      'case "linux":',
      '\tswitch osruntime.GOARCH {',
      '\tcase "arm64":',
      '\t\tbinName = "hiro-linux-arm64.bin"',
      '\t}',
      '}',
      'binPath := filepath.Join("lib", binName)',
      'systems, err := hiro.Init(ctx, logger, nk, initializer, binPath, hiroLicense,',
      '\thiro.WithBaseSystem(fmt.Sprintf("definitions/%s/base-system.json", env), true))',
    );
    expect(calls(text, { qualifier: 'hiro', name: 'Init', argument: 4 })).toEqual([
      '13:18 lib/hiro-linux-arm64.bin lib/hiro.bin',
    ]);
  });

  it('ends where the file can’t be read as Go', () => {
    expect(calls(`${inFunc('plugin.Open("a.so")')}var x = "open\n`)).toEqual(['4:2 a.so']);
  });
});
