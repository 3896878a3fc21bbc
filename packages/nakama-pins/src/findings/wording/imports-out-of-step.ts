import type { StaleImports } from '../../linking/stale-imports';
import { defineFinding } from '../define-finding';

/** An entry of nakama-imports.json that counts for nothing. */
export interface ImportsFault {
  readonly entry: StaleImports;
  /** The plugin's folder. */
  readonly dir: string;
}

export const importsOutOfStep = defineFinding({
  title: 'nakama-imports.json is of other sources than go.mod and go.sum name',
  about: 'module',
  byCheck: true,
  settledBy: { compiling: 'leaves', pinning: true, building: 'silent' },
  words: ({ entry, dir }: ImportsFault) => {
    const { module, version } = entry;
    const common = { module, fix: `npx nakama-pins pin ${dir}` };
    const listed = `nakama-imports.json lists what ${module} ${version} imports`;
    switch (entry.kind) {
      case 'other version':
        return {
          ...common,
          expected: entry.selected,
          actual: version,
          message: `${listed}, but the plugin is built with ${entry.selected}: the entry counts for nothing`,
        };
      case 'other hash':
        return {
          ...common,
          expected: entry.hash,
          actual: entry.sum,
          message: `${listed}, but of source with the hash ${entry.sum}, and go.sum has ${entry.hash ?? 'none of this version'}: the entry counts for nothing`,
        };
      case 'not required':
        return {
          ...common,
          actual: version,
          message: `${listed}, but no go.mod requires the module: the entry counts for nothing`,
        };
    }
  },
});
