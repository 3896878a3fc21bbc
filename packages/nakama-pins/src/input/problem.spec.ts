import { formatProblems, InputError, type Problem, ProblemList } from './problem';

const problemsOf = (file: string, count: number): Problem[] =>
  Array.from({ length: count }, (_, i) => ({ file, position: { line: i + 1, column: 1 }, message: `m${i}` }));

describe('many problems', () => {
  it('are shown up to the twentieth of each file, and counted', () => {
    const lines = formatProblems([...problemsOf('go.mod', 21), ...problemsOf('go.sum', 20)]).split('\n');
    expect(lines.slice(18, 23)).toEqual([
      'go.mod:19:1: m18',
      'go.mod:20:1: m19',
      'go.mod: and 1 more',
      'go.sum:1:1: m0',
      'go.sum:2:1: m1',
    ]);
    expect(lines).toHaveLength(41);
  });

  it('are one where they are the same, as of a nakama.json above many modules', () => {
    expect(formatProblems(Array.from({ length: 30 }, () => problemsOf('nakama.json', 1)).flat())).toBe(
      'nakama.json:1:1: m0',
    );
  });

  it('are listed up to the thousandth, which says how many others there are', () => {
    const { problems, message } = new InputError(problemsOf('go.sum', 500_000));
    expect(problems).toHaveLength(1000);
    expect(problems.at(-1)).toMatchObject({ message: 'm999', more: 499_000 });
    expect(message).toMatch(/\ngo\.sum: and 499980 more$/);
    // A command joins the problems of modules in one error.
    expect(new InputError([...problems, ...problems]).problems.at(-1)).toMatchObject({
      more: 499_000 + 1000 + 499_000,
    });
  });

  it('are made only if they are listed', () => {
    const list = new ProblemList();
    let made = 0;
    for (let i = 0; i < 5000; i++)
      list.add(() => {
        made++;
        return { file: 'go.sum', message: `m${i}` };
      });
    expect(() => list.throwIfAny()).toThrow(/and 4980 more/);
    expect(made).toBe(1000);
  });

  it('say no more of a value than a screen has room for', () => {
    const text = formatProblems([{ file: 'a.go', message: 'bad', found: 'x'.repeat(1_000_000) }]);
    expect(text.length).toBeLessThan(600);
  });
});
