import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A way to follow a fix: what it looks like, and what a reader then does, who knows nothing else. */
type Way = readonly [form: RegExp, follow: (root: string, words: Readonly<Record<string, string>>) => void];

const WAYS: readonly Way[] = [
  [/^(?<command>(?:go|npx nakama-pins) .*)$/, (root, { command = '' }) => run(root, command)],
  [
    /^write in (?<file>\S+):(?<line>\d+): (?<to>.+) in place of (?<from>.+)$/,
    (root, { file = '', line, to = '', from = '' }) =>
      editLine(root, file, Number(line), (text) => {
        if (!text.includes(from)) throw new Error(`${file}:${line} has no ${from}`);
        return text.replace(from, () => to);
      }),
  ],
  [
    /^insert above (?<file>\S+):(?<line>\d+): (?<text>.+)$/,
    (root, { file = '', line, text }) => editLine(root, file, Number(line), (below) => `${text}\n${below}`),
  ],
  [
    /^add (?<flag>-\S+) after build in (?<file>\S+):(?<line>\d+)$/,
    (root, { flag, file = '', line }) =>
      editLine(root, file, Number(line), (text) => text.replace(/\bbuild\b/, `build ${flag}`)),
  ],
  [
    /^remove line (?<line>\d+) of (?<file>\S+)$/,
    (root, { file = '', line }) => editLine(root, file, Number(line), () => undefined),
  ],
  [
    /^add to (?<file>\S+): (?<text>.+)$/,
    (root, { file = '', text }) => {
      const path = join(root, file);
      writeFileSync(path, `${existsSync(path) ? readFileSync(path, 'utf8') : ''}${text}\n`);
    },
  ],
  [
    /^write in (?<file>\S*nakama\.json): (?<entry>"\w+": .+)$/,
    (root, { file = '', entry }) => mergeJson(root, file, `{ ${entry} }`),
  ],
  [
    /^write (?<file>nakama\.json): (?<json>\{.+\})$/,
    (root, { file = '', json = '' }) => mergeJson(root, file, json),
  ],
];

/**
 * Does what a fix says, to the letter: each of its steps, and the first where it names several ways.
 *
 * @throws Error if it is neither a command nor an edit
 */
export function paste(root: string, fix: string): void {
  const [first = ''] = fix.split(/, or (?=build |keep |make |give |if |write |remove |go |npx )/);
  for (const step of first.replace(/ \([^()]*\)$/, '').split(' && ')) {
    const way = WAYS.find(([form]) => form.test(step));
    if (!way) throw new Error(`neither a command nor an edit: ${step}`);
    const [form, follow] = way;
    follow(root, form.exec(step)?.groups ?? {});
  }
}

function editLine(
  root: string,
  file: string,
  line: number,
  edit: (text: string) => string | undefined,
): void {
  const path = join(root, file);
  const lines = readFileSync(path, 'utf8').split('\n');
  const edited = edit(String(lines[line - 1]));
  lines.splice(line - 1, 1, ...(edited === undefined ? [] : [edited]));
  writeFileSync(path, lines.join('\n'));
}

function mergeJson(root: string, file: string, json: string): void {
  const path = join(root, file);
  const before = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as object) : {};
  writeFileSync(path, JSON.stringify({ ...before, ...(JSON.parse(json) as object) }));
}

function run(root: string, command: string): void {
  const words = command.match(/"[^"]*"|\S+/g) ?? [];
  const [program, ...args] = words.map((word) => word.replaceAll('"', ''));
  const env = { ...process.env, GOFLAGS: '', GOWORK: '', GOTOOLCHAIN: 'auto' };
  const [file, ...argv] =
    program === 'go'
      ? ['go', ...args]
      : [
          process.execPath,
          '-r',
          require.resolve('@swc-node/register'),
          join(__dirname, '../../cli/main.ts'),
          ...args.slice(1),
        ];
  execFileSync(String(file), argv, {
    cwd: root,
    env: { ...env, SWC_NODE_PROJECT: join(__dirname, '../../../tsconfig.lib.json') },
    stdio: 'pipe',
  });
}
