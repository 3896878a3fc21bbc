import { tilePath } from './tile';

// The examples of https://go.dev/design/25530-sumdb and golang.org/x/mod/sumdb/tlog.
it.each([
  [{ level: 0, index: 0, width: 256 }, 'tile/8/0/000'],
  [{ level: 2, index: 3, width: 245 }, 'tile/8/2/003.p/245'],
  [{ level: 0, index: 999, width: 1 }, 'tile/8/0/999.p/1'],
  [{ level: 1, index: 1000, width: 256 }, 'tile/8/1/x001/000'],
  [{ level: 4, index: 1234067, width: 8 }, 'tile/8/4/x001/x234/067.p/8'],
])('writes the path of tile %j as %s', (tile, path) => {
  expect(tilePath(tile)).toBe(path);
});
