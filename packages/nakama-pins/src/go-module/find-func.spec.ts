import * as fc from 'fast-check';
import { findTopLevelFunc } from './find-func';

const find = (text: string) => findTopLevelFunc(text, 'InitModule');

describe('findTopLevelFunc', () => {
  it('reads the signature that the server asks for', () => {
    const text = `package main

func InitModule(ctx context.Context, logger runtime.Logger, db *sql.DB, nk runtime.NakamaModule, initializer runtime.Initializer) error {
	return nil
}
`;
    const found = find(text);
    expect(found).toMatchObject({ position: { line: 3, column: 1 }, receiver: false, typeParams: false });
    expect(found?.params.map(({ names, typeText }) => [...names, typeText])).toEqual([
      ['ctx', 'context.Context'],
      ['logger', 'runtime.Logger'],
      ['db', '*sql.DB'],
      ['nk', 'runtime.NakamaModule'],
      ['initializer', 'runtime.Initializer'],
    ]);
    expect(found?.results).toEqual(['error']);
  });

  it.each([
    [
      '(a, b int, c ...string)',
      [
        ['a', 'b', 'int'],
        ['c', '...string'],
      ],
      [],
    ],
    ['(context.Context, *sql.DB,\n) (error)', [['context.Context'], ['*sql.DB']], ['error']],
    [
      '(a []int, b [3]T, c map[string]int, d List[int])',
      [
        ['a', '[]int'],
        ['b', '[3]T'],
        ['c', 'map[string]int'],
        ['d', 'List[int]'],
      ],
      [],
    ],
    [
      '(List[int], []T, chan int, func(a int) error, interface{})',
      [['List[int]'], ['[]T'], ['chan int'], ['func(a int)error'], ['interface{}']],
      [],
    ],
    ['() (n int, err error)', [], ['int', 'error']],
    ['() (a, b int)', [], ['int', 'int']],
    ['() interface{ M() } ', [], ['interface{M()}']],
    ['() struct{}', [], ['struct{}']],
    ['() map[string]func() error', [], ['map[string]func()error']],
    [
      '(\n\tctx context.Context, // first\n\t/* second */ db *sql.DB,\n) error',
      [
        ['ctx', 'context.Context'],
        ['db', '*sql.DB'],
      ],
      ['error'],
    ],
  ])('takes apart %s', (signature, params, results) => {
    const found = find(`package main\nfunc InitModule${signature} {\n}\n`);
    expect(found?.params.map(({ names, typeText }) => [...names, typeText])).toEqual(params);
    expect(found?.results).toEqual(results);
  });

  it('tells a method and type parameters', () => {
    expect(find('package p\nfunc (m *M[T]) InitModule() error { return nil }\n')).toMatchObject({
      receiver: true,
    });
    expect(find('package p\nfunc InitModule[T any](t T) error { return nil }\n')).toMatchObject({
      typeParams: true,
    });
  });

  it('prefers the func to methods of the name', () => {
    const text = 'package p\nfunc (M) InitModule() {}\nfunc InitModule() error { return nil }\n';
    expect(find(text)).toMatchObject({ receiver: false, position: { line: 3, column: 1 } });
  });

  it.each([
    '// func InitModule() {}\n',
    '/*\nfunc InitModule() {}\n*/\n',
    'var s = "\\"func InitModule() {}"\n',
    'var s = `\nfunc InitModule() {}\n`\n',
    "var q = '\"'; // func InitModule() {}\n",
    'func main() {\n\tfunc() { InitModule() }()\n}\n',
    'func main() { InitModule() }\n',
    'var f = func(a int) InitModule { return a }\n',
    'var f =\n\tfunc(a int) InitModule { return a }\n',
    'type T interface {\n\tInitModule()\n}\n',
    'func InitModuleX() {}\n',
    'func initInitModule() {}\n',
    'var InitModule = func() {}\n',
  ])('finds none in %j', (text) => {
    expect(find(`package main\n${text}`)).toBeUndefined();
  });

  it.each([
    "var r = '{'\n",
    "var r = '\\''; ",
    'func f() { if x { } }; ',
    'type T struct { a int }\n',
    'var x = 1e+5\n',
  ])('finds the one after %j', (before) => {
    expect(find(`package main\n${before}func InitModule() {}\n`)).toBeDefined();
  });

  it('ends on any text', () => {
    const word = fc.constantFrom(
      'func',
      'InitModule',
      '(',
      ')',
      '{',
      '}',
      '[',
      ']',
      ',',
      '\n',
      '"',
      '`',
      'a',
      '.',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), (words) => {
        find(words.join(' '));
      }),
    );
  });
});
