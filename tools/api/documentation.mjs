// What each name that a door exports tells its readers.
import ts from 'typescript';

/**
 * @param {string} declarations path of the door's .d.ts
 * @returns {{ name: string, isValue: boolean, isDocumented: boolean, hasExample: boolean }[]} in the order of the names
 */
export function readExports(declarations) {
  const program = ts.createProgram([declarations], {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    skipLibCheck: true,
    types: ['node'],
  });
  const checker = program.getTypeChecker();
  const door = checker.getSymbolAtLocation(program.getSourceFile(declarations));
  return checker
    .getExportsOfModule(door)
    .map((exported) => {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      return {
        name: exported.name,
        isValue: (symbol.flags & ts.SymbolFlags.Value) !== 0,
        isDocumented: symbol.getDocumentationComment(checker).length > 0,
        hasExample: symbol.getJsDocTags(checker).some(({ name }) => name === 'example'),
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** @returns {string[]} what the exports of a door lack, a sentence each */
export function findGaps(exports) {
  return exports.flatMap(({ name, isValue, isDocumented, hasExample }) => [
    ...(isDocumented ? [] : [`${name} has no doc comment`]),
    ...(isValue && !hasExample ? [`${name} has no @example`] : []),
  ]);
}
