import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { InputError } from '../../input/problem';
import { parseGoMod } from '../go-mod';
import { goJsonText, goModJson } from '../go-mod-json';
import type { GoMod, RequireDirective } from '../module-files';
import { compareVersions } from '../module-version';
import { goModsOfCorpus, goModsOfModuleCache } from '../testing/real-go-mods';
import { describeWithGo, go, mapPooled } from '../testing/run-go';
import { applyGoModEdits, type GoModEdit } from './go-mod-edit';
import { editsFor, flagOf, generatedGoMod } from './testing/arbitraries';

const SEED = 20261201;

interface Case {
  readonly text: string;
  readonly goMod: GoMod;
  readonly edits: readonly GoModEdit[];
}

function caseOf(text: string, index: number): Case {
  const goMod = parseGoMod(text, 'go.mod');
  const [edits = []] = fc.sample(editsFor(goMod), { numRuns: 1, seed: SEED + index });
  return { text, goMod, edits };
}

/** Texts of go.mod files that Go accepts; only those of dependencies may be others. */
function realTexts(): string[] {
  return [...goModsOfModuleCache(), ...goModsOfCorpus()]
    .map((file) => readFileSync(file, 'utf8'))
    .filter((text) => {
      try {
        return parseGoMod(text, 'go.mod');
      } catch (error) {
        if (error instanceof InputError) return false;
        throw error;
      }
    });
}

describeWithGo('edits of go.mod, compared with go mod edit', () => {
  let dir: string;
  let texts: readonly string[];
  beforeAll(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'go-mod-edit-'));
    texts = realTexts();
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('leaves every real file as it is, where nothing is asked or all is so already', () => {
    const changed = texts.filter((text) => {
      const { go: goLine, require, exclude, replace } = parseGoMod(text, 'go.mod');
      const once = require.filter(
        ({ path: of }) => require.filter((other) => other.path === of).length === 1,
      );
      const asItIs: GoModEdit[] = [
        ...(goLine ? [{ kind: 'set-go', version: goLine.version } as const] : []),
        ...once.map(({ path: of, version }) => ({ kind: 'set-require', path: of, version }) as const),
        ...exclude.map(({ path: of, version }) => ({ kind: 'add-exclude', path: of, version }) as const),
        ...replace
          .filter(({ old }) => replace.filter((other) => other.old.path === old.path).length === 1)
          .filter(({ old }) => old.version === undefined)
          .map((directive) => ({ kind: 'add-replace', old: directive.old, new: directive.new }) as const),
        { kind: 'drop-require', path: 'example.com/not/there' },
      ];
      return [[], asItIs].some((edits) => applyGoModEdits(text, 'go.mod', edits) !== text);
    });
    expect(changed).toEqual([]);
  });

  /** What is wrong with the result of the edits, for whoever reads the failed test. */
  async function wrongs({ text, goMod, edits }: Case, name: string): Promise<string[]> {
    const result = applyGoModEdits(text, 'go.mod', edits);
    const write = (suffix: string, content: string): string => {
      const file = path.join(dir, `${name}-${suffix}.mod`);
      writeFileSync(file, content);
      return file;
    };
    const ours = write('ours', result);
    const printed = await go(['mod', 'edit', '-json', ours]);
    const formatted = await go(['mod', 'edit', '-fmt', '-print', ours]);
    const theirs = write('theirs', text);
    const refusals: string[] = [];
    for (const flags of runs(edits)) {
      const { ok, stderr } = await go(['mod', 'edit', ...flags, theirs]);
      if (!ok) refusals.push(`Go refuses ${flags.join(' ')}: ${stderr}`);
    }
    const theirText = readFileSync(theirs, 'utf8');
    const found = [
      ...refusals,
      ...(printed.stdout === goJsonText(goModJson(parseGoMod(result, 'go.mod')))
        ? []
        : ['Go reads it otherwise']),
      ...textWrongs(text, result, edits),
      ...formatWrongs(text, result, formatted.stdout),
    ];
    if (found.length === 0) {
      const after = parseGoMod(result, 'go.mod');
      const marked = markedPaths(goMod, edits);
      const isSame = meaning(after, marked) === meaning(parseGoMod(theirText, 'go.mod'), marked);
      if (!isSame) found.push(`Go makes of it\n${theirText}`);
      found.push(...indirectWrongs(goMod, after, edits));
    }
    return found.length === 0
      ? []
      : [`${found.join('; ')}\n${JSON.stringify(edits)}\n--- before\n${text}\n--- after\n${result}`];
  }

  it('do what go mod edit does, on real files', async () => {
    // Each case starts go at least three times, so a quarter of the files has to do.
    const some = texts.filter((_, index) => index % 4 === 0);
    const results = await mapPooled(some.map(caseOf), (item) => wrongs(item, nextName()));
    expect(results.flat().slice(0, 3)).toEqual([]);
  });

  it('do what go mod edit does, on files as hands leave them', async () => {
    const generated = fc.sample(generatedGoMod(), { numRuns: 400, seed: SEED });
    const results = await mapPooled(generated.map(caseOf), (item) => wrongs(item, nextName()));
    expect(results.flat().slice(0, 3)).toEqual([]);
  });

  let names = 0;
  const nextName = () => `case-${names++}`;
});

/**
 * The edits as flags, one list for each run of go: a run that sets a replacement without a version keeps the old one in
 * mind until it ends, and can't find the new one.
 */
function runs(edits: readonly GoModEdit[]): string[][] {
  const flags: string[][] = [[]];
  for (const edit of edits) {
    flags.at(-1)?.push(flagOf(edit));
    if (edit.kind === 'add-replace') flags.push([]);
  }
  return flags.filter((run) => run.length > 0);
}

/** Modules whose `// indirect` go keeps: it does not mark what it adds, and of two marks either may stay. */
function markedPaths(before: GoMod, edits: readonly GoModEdit[]): ReadonlySet<string> {
  const paths = before.require.map((require) => require.path);
  const dropped = edits.flatMap((edit) => (edit.kind === 'drop-require' ? [edit.path] : []));
  return new Set(paths.filter((of) => paths.indexOf(of) === paths.lastIndexOf(of) && !dropped.includes(of)));
}

/** The file's values, in no order; of a module that is required twice, only the version that counts. */
function meaning(goMod: GoMod, marked: ReadonlySet<string>): string {
  const selected = new Map<string, RequireDirective>();
  for (const require of goMod.require) {
    const other = selected.get(require.path);
    const isHigher = !other || compareVersions(require.version, other.version) > 0;
    if (isHigher)
      selected.set(require.path, { ...require, indirect: marked.has(require.path) && require.indirect });
  }
  const sorted = (list: readonly object[]) => list.map((item) => JSON.stringify(item)).sort();
  // If go takes a lone line out of its block, more comments become its rationale.
  const retract = goMod.retract.map((directive) => ({ ...directive, rationale: '' }));
  const json = goModJson({ ...goMod, require: [...selected.values()], retract });
  return JSON.stringify(
    Object.entries(json).map(([name, value]) => [name, Array.isArray(value) ? sorted(value) : value]),
  );
}

/** A new requirement has the mark that its edit asks for; an old one keeps its mark. */
function indirectWrongs(before: GoMod, after: GoMod, edits: readonly GoModEdit[]): string[] {
  return after.require.flatMap(({ path: of, indirect }) => {
    const wasDropped = edits.some((edit) => edit.kind === 'drop-require' && edit.path === of);
    if (wasDropped) return [];
    const marks = before.require.filter((require) => require.path === of).map((require) => require.indirect);
    const [first] = edits.filter((edit) => edit.kind === 'set-require' && edit.path === of);
    const expected = marks.length > 0 ? marks : [first?.kind === 'set-require' && first.indirect === true];
    return expected.includes(indirect) ? [] : [`${of} is marked wrong`];
  });
}

/** Lines that no edit concerns stay in order, byte for byte. */
function textWrongs(before: string, after: string, edits: readonly GoModEdit[]): string[] {
  const isLayout = (line: string) => /^\s*(\/\/.*|\)|[a-z]+ \(|)\s*$/.test(line);
  const { lost } = difference(before, after);
  const wrongs: string[] = [];
  const concerned = edits.flatMap((edit) =>
    'path' in edit ? [edit.path] : 'old' in edit ? [edit.old.path] : [],
  );
  for (const line of lost) {
    const isConcerned = concerned.some((of) => line.includes(of)) || /^(go|toolchain)\b/.test(line);
    if (!isLayout(line) && !isConcerned) wrongs.push(`lost the line ${JSON.stringify(line)}`);
  }
  const [old, kept] = [before, after].map((text) => splitLines(text).filter((line) => !isLayout(line)));
  const unique = (lines: readonly string[] = [], others: readonly string[] = []) =>
    lines.filter((line) => [lines, others].every((list) => list.filter((one) => one === line).length === 1));
  if (unique(old, kept).join('\n') !== unique(kept, old).join('\n'))
    wrongs.push('changed the order of lines');
  if (before.endsWith('\n') !== after.endsWith('\n') && after !== '')
    wrongs.push('changed the final line break');
  const isCrlf = (text: string) => !/(^|[^\r])\n/.test(text);
  if (isCrlf(before) !== isCrlf(after) && before.includes('\n') && after.includes('\n')) {
    wrongs.push('changed line breaks');
  }
  return wrongs;
}

/** go mod edit -fmt keeps the written lines, except that it drops needless quotes and takes a lone line out of its block. */
function formatWrongs(before: string, after: string, formatted: string): string[] {
  const plain = (line: string) =>
    line
      .trim()
      .replace(/^(require|exclude|replace|retract) (?!\()/, '')
      .replace(/"([^\s"]+)"/g, '$1')
      .replace(/\s+/g, ' ');
  const lines = new Set(formatted.split('\n').map(plain));
  return difference(before, after)
    .added.filter((line) => line.trim() !== '' && !lines.has(plain(line)))
    .map((line) => `go mod edit -fmt changes the line ${JSON.stringify(line)}`);
}

/** Lines that only one of the texts has, as often as it has them more than the other. */
function difference(before: string, after: string): { added: string[]; lost: string[] } {
  const counts = new Map<string, number>();
  for (const line of splitLines(before)) counts.set(line, (counts.get(line) ?? 0) + 1);
  const added = splitLines(after).filter((line) => {
    const count = counts.get(line) ?? 0;
    counts.set(line, count - 1);
    return count <= 0;
  });
  const lost = [...counts].flatMap(([line, count]) => Array<string>(Math.max(0, count)).fill(line));
  return { added, lost };
}

function splitLines(text: string): string[] {
  return text.split(/\r?\n/);
}
