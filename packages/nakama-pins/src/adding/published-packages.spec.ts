import { DownloadError } from '../module-proxy/download-error';
import { type ReleaseFile, toReleaseFile } from '../releases/release-file';
import {
  brief,
  catalogRelease,
  type Files,
  judge,
  pinned,
  removeWorkspaces,
  workspace,
} from '../testing/workspace';
import { publishedPackages } from './published-packages';

const MULTIERR = 'go.uber.org/multierr';
const VERSION = 'v1.99.0';
const SUM = `h1:${'A'.repeat(43)}=`;
const SOURCE: Files = {
  'error.go': 'package multierr\n\n// Of nothing.\nfunc Append() error { return nil }\n',
  'error_test.go': 'package multierr\n',
};

afterAll(removeWorkspaces);

/** 3.40.0 with a version of a module that the catalog does not have. */
function raised(sum = SUM): ReleaseFile {
  const file = toReleaseFile(catalogRelease());
  return {
    ...file,
    release: '3.99.0',
    modules: file.modules.map((module) =>
      module.path === MULTIERR ? { ...module, version: VERSION, sums: { zip: sum } } : module,
    ),
  };
}

const downloads = {
  source: () => Promise.resolve({ folder: workspace(SOURCE), sum: SUM, url: 'https://proxy/multierr.zip' }),
};

it('lets copies of a version that the catalog lacks be compared with the published code', async () => {
  const { files: publishedFiles, unknown } = await publishedPackages(raised(), downloads);
  expect(unknown).toBeUndefined();
  expect(Object.keys(publishedFiles)).toEqual([`${MULTIERR}@${VERSION}`]);
  const plugin = pinned([MULTIERR], { [MULTIERR]: VERSION });
  const judged = (errorGo: string, own: Partial<ReleaseFile>) =>
    judge(
      {
        'nakama-releases/3.99.0.json': JSON.stringify({ ...raised(), ...own }),
        ...plugin,
        'main.go': String(plugin['main.go']).replace('import (', `import (\n\t_ "${MULTIERR}"`),
        'go.mod': `${String(plugin['go.mod'])}\nreplace ${MULTIERR} => ./copy\n`,
        'copy/go.mod': `module ${MULTIERR}\n\ngo 1.19\n`,
        'copy/error.go': errorGo,
      },
      '.',
      '3.99.0',
    );
  const published = String(SOURCE['error.go']);
  const other = ({ findings }: ReturnType<typeof judged>) =>
    brief(findings.filter(({ id }) => id === 'other-fingerprint'));
  expect(other(judged(published, { publishedFiles }))).toEqual([]);
  expect(other(judged(published.replace('// Of nothing.', '// Read.'), { publishedFiles }))).toEqual([]);
  expect(other(judged(`\n${published}`, { publishedFiles }))).toEqual([
    `other-fingerprint error ${MULTIERR} @ copy/error.go:1:1`,
  ]);
  // Without the published files, nothing tells.
  expect(other(judged(published, {}))).toEqual([expect.stringMatching(/^other-fingerprint undecided/)]);
});

it('says which modules stay unknown, and takes no source that is not the server’s', async () => {
  const offline = {
    source: () => Promise.reject(new DownloadError('disabled', 'GOPROXY is off', 'set GOPROXY')),
  };
  expect(await publishedPackages(raised(), offline)).toEqual({
    files: {},
    unknown: { modules: [`${MULTIERR} ${VERSION}`], why: 'GOPROXY is off' },
  });
  expect(await publishedPackages(raised(`h1:${'B'.repeat(43)}=`), downloads)).toEqual({
    files: {},
    unknown: { modules: [`${MULTIERR} ${VERSION}`], why: 'https://proxy/multierr.zip has another hash' },
  });
});

it('downloads nothing that the catalog has', async () => {
  const file = toReleaseFile(catalogRelease());
  const none = { source: () => Promise.reject(new Error('it was downloaded')) };
  expect(await publishedPackages(file, none)).toEqual({ files: {} });
});
