import { tmpdir } from 'node:os';
import { describeWithGo, GO_TIMEOUT_MS, goIn } from '../testing/go';
import { STANDARD_PACKAGES } from './standard-packages';

describeWithGo('the packages of the standard library', () => {
  it(
    'are those that go lists, but for its internal ones',
    async () => {
      const { stdout } = await goIn(tmpdir(), '1.26.5', 'list', 'std');
      const listed = stdout.trim().split(/\r?\n/);
      const importable = listed.filter((path) => !/^vendor\/|(^|\/)internal(\/|$)/.test(path));
      expect(STANDARD_PACKAGES).toEqual(importable);
    },
    GO_TIMEOUT_MS,
  );
});
