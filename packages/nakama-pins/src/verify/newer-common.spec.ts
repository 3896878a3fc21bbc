import { verifyAt } from '../testing/one';
import { pinned, removeWorkspaces, workspace } from '../testing/workspace';

afterEach(removeWorkspaces);

const COMMON = 'github.com/heroiclabs/nakama-common';

function said(version: string, files: Record<string, string> = {}): string {
  const root = workspace({ ...pinned([], { [COMMON]: version }), ...files });
  return verifyAt(root, '.')
    .findings.filter(({ id }) => id !== 'go-sum')
    .map(({ id, message, fix }) => `${id}: ${message}; fix: ${fix}`)
    .join('\n');
}

/** Nothing names a release; an image that names none. */
const UNNAMED: readonly Record<string, string>[] = [
  {},
  { 'compose.yml': 'services: {n: {image: "heroiclabs/nakama:latest"}}\n' },
];

describe('a nakama-common that the catalog does not know', () => {
  it.each(['v1.49.0', 'v1.46.9', 'v1.47.1-0.20260801000000-0123456789ab'])(
    '%s leads to no release of the catalog',
    (version) => {
      for (const files of UNNAMED) {
        const text = said(version, files);
        expect(text).toContain(
          `(the catalog does not know ${COMMON} ${version}: its newest is v1.47.0, of 3.40.0)`,
        );
        expect(text).toContain('npx nakama-pins releases --remote');
        expect(text).toContain('npx nakama-pins releases add <release>');
        expect(text).not.toMatch(/"release": "3|--release 3|nakama:3/);
      }
    },
  );

  it('may be that of a newer server, where a release is named', () => {
    const settings = { 'nakama.json': '{ "release": "3.40.0" }' };
    expect(said('v1.49.0', settings)).toMatch(
      /^nakama-common: .* is v1\.49\.0, but Nakama 3\.40\.0 links v1\.47\.0 .*; the catalog does not know v1\.49\.0, its newest is v1\.47\.0 of 3\.40\.0: if your server is newer, npx nakama-pins releases --remote lists /,
    );
    expect(said('v1.46.0', settings)).not.toContain('the catalog does not know');
  });
});
