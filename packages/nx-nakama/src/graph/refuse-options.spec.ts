import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import generators from '../../generators.json';
import type { OptionsSchema } from './option-faults';
import { refuseOptions } from './refuse-options';

const GENERATORS = Object.entries(generators.generators).filter(([name]) => name !== 'sync-pins');

describe('a wrong option of a generator', () => {
  it.each(GENERATORS)(
    '%s: is named, with the one that is meant and all that there are',
    (name, { schema }) => {
      const file = join(__dirname, '../..', schema.replace('./dist/', 'src/'));
      const parsed = JSON.parse(readFileSync(file, 'utf8')) as OptionsSchema & {
        additionalProperties: boolean;
      };
      // Else Nx stops before the generator can say it.
      expect(parsed.additionalProperties).toBe(true);
      const refuse = (options: object) => () => refuseOptions(`nx-nakama:${name}`, parsed, options);
      expect(
        refuse(Object.fromEntries(Object.keys(parsed.properties).map((key) => [key, 'x']))),
      ).not.toThrow();
      const [meant = ''] = Object.keys(parsed.properties);
      const typed = meant.slice(0, -1);
      expect(refuse({ [typed]: '3.40.0' })).toThrow(
        `nx-nakama:${name} has no option "${typed}"\n  fix: write "${meant}"; all are `,
      );
      expect(refuse({ nothingLikeIt: true })).toThrow('fix: use one of ');
    },
  );
});
