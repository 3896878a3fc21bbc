import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeWorkspaces, workspace } from '../testing/workspace';
import { applyVendor, compareVendor } from './sync-vendor';

afterEach(removeWorkspaces);

describe('vendor/ brought in step', () => {
  const root = () =>
    workspace({
      'vendor/modules.txt': '# a v1.0.0\n',
      'vendor/a/a.go': 'package a\n',
      'vendor/a/gone.go': 'package a // old\n',
      'vendor/a/same.bin': Buffer.from([0, 255, 10]),
      'wanted/modules.txt': '# a v1.1.0\n',
      'wanted/a/a.go': 'package a // new\n',
      'wanted/a/same.bin': Buffer.from([0, 255, 10]),
      'wanted/a/b/new.bin': Buffer.from([0, 254, 13, 10]),
    });

  it('writes what differs, modules.txt last: a vendor/ half in step is seen as such', () => {
    const dir = root();
    expect(compareVendor(join(dir, 'vendor'), join(dir, 'wanted'))).toEqual({
      write: ['a/a.go', 'a/b/new.bin', 'modules.txt'],
      remove: ['a/gone.go'],
    });
  });

  it('makes vendor/ equal, byte for byte', () => {
    const dir = root();
    const [vendor, wanted] = [join(dir, 'vendor'), join(dir, 'wanted')];
    applyVendor(vendor, wanted, compareVendor(vendor, wanted));
    expect(compareVendor(vendor, wanted)).toEqual({ write: [], remove: [] });
    expect(readFileSync(join(vendor, 'a/b/new.bin'))).toEqual(Buffer.from([0, 254, 13, 10]));
  });

  it('writes all of vendor/ where there was none', () => {
    const dir = root();
    const { write, remove } = compareVendor(join(dir, 'nowhere'), join(dir, 'wanted'));
    expect(write).toHaveLength(4);
    expect(remove).toEqual([]);
  });
});
