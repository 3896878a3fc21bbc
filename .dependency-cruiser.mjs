// Which folder may import which: `npm test -- --only rooms`.
import { readFileSync } from 'node:fs';
import { orderRules } from './tools/rooms/order-rules.mjs';

const rooms = JSON.parse(readFileSync(new URL('tools/rooms/rooms.json', import.meta.url), 'utf8'));

export default {
  forbidden: [
    ...Object.entries(rooms).flatMap(([name, floors]) => orderRules(floors, `packages/${name}/src`)),
    {
      name: 'no-ring-of-files',
      comment: 'A file must not reach itself through its imports. Imports of types count too.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolved-import',
      comment: 'Every import, also one of a spec, must lead to a file or a package.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // Imports of types are gone from the JavaScript, and are arrows even so.
    tsPreCompilationDeps: true,
    doNotFollow: { path: '(^|/)(node_modules|dist)/' },
    // Doors of packages stand in "exports".
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
