import type {
  BuildConstraint,
  GoFileHeader,
  GoMod,
  GoSum,
  GoWork,
  Located,
  ModuleVersion,
  ReplaceDirective,
  VendoredModule,
} from '../go-module/module-files';

/** One thing that a file says, and the line that says it. */
interface Row extends Located {
  readonly text: string;
}

/** One line a directive, in the file's order, each with its line number. */
export function goModText(goMod: GoMod): string {
  const { module, go, toolchain } = goMod;
  return rowsText([
    ...(module ? [row(module, `module ${module.path}`, deprecation(module.deprecated))] : []),
    ...(go ? [row(go, `go ${go.version}`)] : []),
    ...(toolchain ? [row(toolchain, `toolchain ${toolchain.name}`)] : []),
    ...goMod.godebug.map((item) => row(item, `godebug ${item.key}=${item.value}`)),
    ...goMod.require.map((item) =>
      row(item, `require ${versionText(item)}`, item.indirect ? ' (indirect)' : ''),
    ),
    ...goMod.exclude.map((item) => row(item, `exclude ${versionText(item)}`)),
    ...replaceRows(goMod.replace),
    ...goMod.retract.map((item) =>
      row(item, `retract ${item.low === item.high ? item.low : `${item.low} to ${item.high}`}`),
    ),
    ...goMod.tool.map((item) => row(item, `tool ${item.path}`)),
    ...goMod.ignore.map((item) => row(item, `ignore ${item.path}`)),
  ]);
}

export function goWorkText({ go, toolchain, godebug, use, replace }: GoWork): string {
  return rowsText([
    ...(go ? [row(go, `go ${go.version}`)] : []),
    ...(toolchain ? [row(toolchain, `toolchain ${toolchain.name}`)] : []),
    ...godebug.map((item) => row(item, `godebug ${item.key}=${item.value}`)),
    ...use.map((item) => row(item, `use ${item.path}`)),
    ...replaceRows(replace),
  ]);
}

export function goSumText({ lines }: GoSum): string {
  return rowsText(lines.map((line) => row(line, versionText(line), line.goModOnly ? ' (go.mod only)' : '')));
}

export function vendorModulesText(modules: readonly VendoredModule[]): string {
  return rowsText(
    modules.map((module) => {
      const { replacement, packages } = module;
      const arrow = replacement ? ` => ${versionText(replacement)}` : '';
      return row(module, `${versionText(module)}${arrow}`, ` (${packages.length} packages)`);
    }),
  );
}

export function goHeaderText(header: GoFileHeader): string {
  const { constraint, imports, packageName, packagePosition } = header;
  const built = constraint ? ` (built if ${constraintText(constraint)})` : '';
  return rowsText([
    row({ position: packagePosition }, `package ${packageName}`, built),
    ...imports.map((item) => row(item, `import ${item.name ? `${item.name} ` : ''}${item.path}`)),
  ]);
}

function replaceRows(replacements: readonly ReplaceDirective[]): Row[] {
  return replacements.map((item) =>
    row(item, `replace ${versionText(item.old)} => ${versionText(item.new)}`),
  );
}

function row({ position }: Located, text: string, remark = ''): Row {
  return { position, text: `${text}${remark}` };
}

function rowsText(rows: readonly Row[]): string {
  const sorted = [...rows].sort((a, b) => a.position.line - b.position.line);
  const width = String(sorted.at(-1)?.position.line ?? '').length;
  return sorted.map(({ position, text }) => `${String(position.line).padStart(width)}  ${text}\n`).join('');
}

function deprecation(text: string | undefined): string {
  return text ? ` (deprecated: ${text.replaceAll('\n', ' ')})` : '';
}

function versionText({ path, version }: ModuleVersion): string {
  return version ? `${path} ${version}` : path;
}

/** As in a `//go:build` line; `&&` binds closer than `||`. */
function constraintText(constraint: BuildConstraint): string {
  switch (constraint.kind) {
    case 'tag':
      return constraint.tag;
    case 'not':
      return `!${operandText(constraint.operand, ['and', 'or'])}`;
    case 'and':
      return `${operandText(constraint.left, ['or'])} && ${operandText(constraint.right, ['or'])}`;
    case 'or':
      return `${constraintText(constraint.left)} || ${constraintText(constraint.right)}`;
  }
}

function operandText(operand: BuildConstraint, looser: readonly BuildConstraint['kind'][]): string {
  const text = constraintText(operand);
  return looser.includes(operand.kind) ? `(${text})` : text;
}
