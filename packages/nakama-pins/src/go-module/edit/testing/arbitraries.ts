import * as fc from 'fast-check';
import type { GoMod, ModuleVersion } from '../../module-files';
import { pathMajor } from '../../module-path';
import type { GoModEdit } from '../go-mod-edit';

/** Edits of what is in the file, and some that add to it. */
export function editsFor(goMod: GoMod): fc.Arbitrary<GoModEdit[]> {
  // Flags of go can't name a path with an @, which one public module has.
  const replacedModules = goMod.replace.map(({ old }) => old).filter((old) => !old.path.includes('@'));
  const path = fc.constantFrom(
    ...goMod.require.map((directive) => directive.path),
    ...goMod.exclude.map((directive) => directive.path),
    ...replacedModules.map((old) => old.path),
    ...['aaa.example/first', 'example.com/new', 'example.com/new/v2', 'zzz.example/last'],
  );
  const module = path.chain((of) => versionFor(of).map((version) => ({ path: of, version })));
  const excluded = fc.constantFrom(...goMod.exclude, { path: 'example.com/new', version: 'v1.2.3' });
  const replaced = fc.constantFrom<ModuleVersion>(
    ...replacedModules,
    { path: 'example.com/new' },
    { path: 'example.com/new', version: 'v1.2.3' },
  );
  const target = fc.constantFrom<ModuleVersion>(
    { path: './local' },
    { path: '../my lib' },
    { path: 'example.com/fork', version: 'v1.2.3' },
  );
  const edit = fc.oneof(
    fc.constantFrom('1.16', '1.21', '1.26.5').map((version): GoModEdit => ({ kind: 'set-go', version })),
    fc.constant<GoModEdit>({ kind: 'drop-toolchain' }),
    fc.tuple(module, fc.boolean()).map(([{ path, version }, indirect]): GoModEdit => {
      return { kind: 'set-require', path, version, indirect };
    }),
    path.map((of): GoModEdit => ({ kind: 'drop-require', path: of })),
    module.map(({ path, version }): GoModEdit => ({ kind: 'add-exclude', path, version })),
    excluded.map(({ path, version }): GoModEdit => ({ kind: 'drop-exclude', path, version })),
    fc
      .tuple(fc.oneof(replaced, module), target)
      .map(([old, replacement]): GoModEdit => ({ kind: 'add-replace', old, new: replacement })),
    replaced.map(({ path, version }): GoModEdit => ({ kind: 'drop-replace', path, version })),
  );
  return fc.array(edit, { minLength: 1, maxLength: 6 });
}

function versionFor(path: string): fc.Arbitrary<string> {
  const major = Number(/\d+/.exec(pathMajor(path)?.suffix ?? '')?.[0] ?? 1);
  return fc.constantFrom(`v${major}.2.3`, `v${major}.10.0`, `v${major}.9.1-rc.1`);
}

/** The flags of `go mod edit` for the same edits. */
export function flagOf(edit: GoModEdit): string {
  switch (edit.kind) {
    case 'set-go':
      return `-go=${edit.version}`;
    case 'drop-toolchain':
      return '-toolchain=none';
    case 'set-require':
      return `-require=${at(edit)}`;
    case 'drop-require':
      return `-droprequire=${edit.path}`;
    case 'add-exclude':
      return `-exclude=${at(edit)}`;
    case 'drop-exclude':
      return `-dropexclude=${at(edit)}`;
    case 'add-replace':
      return `-replace=${at(edit.old)}=${at(edit.new)}`;
    case 'drop-replace':
      return `-dropreplace=${at(edit)}`;
  }
}

function at({ path, version }: ModuleVersion): string {
  return version ? `${path}@${version}` : path;
}

/** Valid go.mod files as people write them: comments and empty lines anywhere, blocks and lines, CRLF, no final line break. */
export function generatedGoMod(): fc.Arbitrary<string> {
  const path = fc.constantFrom('a.example/a', 'b.example/b', '"c.example/c"', 'd.example/d/v2');
  const module = path.map((of) => `${of} ${of.includes('v2') ? 'v2.0.0' : 'v1.0.0'}`);
  const values = {
    require: module,
    exclude: module,
    replace: fc.oneof(
      module.map((old) => `${old} => ./x`),
      path.map((old) => `${old} => e.example/e v1.0.0`),
    ),
    retract: fc.constantFrom('v1.0.0', '[v1.0.0, v1.1.0]'),
  };
  const suffix = fc.constantFrom('', '', ' // indirect', ' // why', '\t//indirect; why');
  const gap = fc.constantFrom(
    '',
    '',
    '',
    '\n',
    '\n\n',
    '// about\n',
    '// one\n// two\n',
    '\n// about\n',
    '// apart\n\n',
  );
  const statement = fc
    .constantFrom(...(['require', 'exclude', 'replace', 'retract'] as const))
    .chain((keyword) => {
      const value = fc.tuple(values[keyword], suffix).map((parts) => parts.join(''));
      const line = value.map((text) => `${keyword} ${text}\n`);
      const inBlock = fc.tuple(gap, fc.constantFrom('\t', '    '), value).map(([above, indent, text]) => {
        return `${above}${indent}${text}\n`;
      });
      const block = fc
        .tuple(fc.array(inBlock, { maxLength: 4 }), gap)
        .map(([lines, last]) => `${keyword} (\n${lines.join('')}${last})\n`);
      return fc.oneof(line, block, block);
    });
  const head = fc.constantFrom('module m\n', '// top\n\nmodule m // m\n', 'module (\n\tm\n)\n');
  const go = fc.constantFrom(
    '',
    'go 1.20\n',
    'go 1.21\n',
    'go 1.25.1\ntoolchain go1.26.5\n',
    '\ngo 1.21\n\ntoolchain default\n',
  );
  const rest = fc.array(fc.tuple(gap, statement), { maxLength: 5 });
  return fc
    .tuple(head, go, rest, gap, fc.boolean(), fc.boolean())
    .map(([module, goLine, statements, end, crlf, ended]) => {
      const text = [module, goLine, ...statements.flat(), end].join('');
      const lines = ended ? text : text.replace(/\n$/, '');
      return crlf ? lines.replaceAll('\n', '\r\n') : lines;
    });
}
