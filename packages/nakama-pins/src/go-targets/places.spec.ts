import { join } from 'node:path';
import { removeWorkspaces, workspace } from '../testing/workspace';
import { Folders } from '../workspace/folders';
import { placesFromRoot } from './places';

afterAll(removeWorkspaces);

describe('placesFromRoot', () => {
  const root = workspace({
    'plugins/arena/main.go': '',
    'plugins/arena/cmd/x/main.go': '',
    'libs/score/score.go': '',
    'main.go': '',
  });
  const placed = placesFromRoot(new Folders(root), ['plugins/arena', '.']);

  it.each([
    ['./main.go:5:2: undefined: x', 'plugins/arena/main.go:5:2: undefined: x'],
    ['vet: cmd/x/main.go:5: no', 'vet: plugins/arena/cmd/x/main.go:5: no'],
    ['../../libs/score/score.go:1:1: no', 'libs/score/score.go:1:1: no'],
    [`${join(root, 'libs/score/score.go')}:1:1: no`, 'libs/score/score.go:1:1: no'],
    // golangci-lint may speak from the root already.
    ['libs/score/score.go:1:1: no (errcheck)', 'libs/score/score.go:1:1: no (errcheck)'],
  ])('%s', (line, expected) => {
    expect(placed(line)).toBe(expected);
  });

  it.each(['nowhere.go:5:2: undefined', '    main.go:5: logged', 'ok: main.go:5', '/etc/hosts:1: x', ''])(
    'leaves %p alone',
    (line) => {
      expect(placed(line)).toBe(line);
    },
  );
});
