import { catalogRelease } from '../testing/workspace';
import { compareFingerprints } from './comparison';
import type { CompiledPackage } from './compiled-package';

const BLUGE = 'github.com/blugelabs/bluge';

it('takes a patched package for another one where its fingerprint is not known, as in a release read from its Go module', () => {
  const shipped = catalogRelease();
  const module = { path: BLUGE, version: shipped.module(BLUGE)?.version };
  const published: CompiledPackage = {
    fingerprint: '22269310652f58fa',
    standard: false,
    module,
    imports: [],
  };
  const withoutPatched = new Map(
    [...(shipped.fingerprints('linux/amd64') ?? [])].filter(([path]) => !shipped.isPatched(path)),
  );
  const release = { ...shipped, standardPackages: [], fingerprints: () => withoutPatched };
  const plugin = new Map([[BLUGE, published]]);
  const options = { release, platform: 'linux/amd64', starts: [BLUGE], isLibrary: false };
  expect(compareFingerprints(plugin, options)).toMatchObject([
    { cause: { kind: 'patched' }, packages: [BLUGE] },
  ]);
});
