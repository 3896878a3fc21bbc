import { verifyAt } from '../testing/one';
import {
  brief,
  type Files,
  mainGo,
  pinned,
  RELEASE,
  removeWorkspaces,
  workspace,
} from '../testing/workspace';

afterEach(removeWorkspaces);

const ZAP = 'go.uber.org/zap';
const OTHER = 'example.com/other';

/** A plugin that imports a module which nobody knows, and requires zap at another version than the server's. */
function plugin(more: Files = {}): Files {
  const files = pinned([OTHER, ZAP], { [OTHER]: 'v1.2.0', [ZAP]: 'v1.20.0' });
  return { ...files, 'main.go': mainGo(`${OTHER}/log`), ...more };
}

const listed = (packages: object, sum = 'h1:x='): Files => ({
  'nakama-imports.json': JSON.stringify({
    version: 1,
    modules: [{ path: OTHER, version: 'v1.2.0', sum, packages }],
  }),
});

const findings = (files: Files): string[] => brief(verifyAt(workspace(files), '.', RELEASE).findings);

const UNDECIDED = [`direct-dependency undecided ${ZAP} @ go.mod:9:18`];

it('leaves open what a package imports of which nothing is known', () => {
  expect(findings(plugin())).toEqual(UNDECIDED.map((line) => line.replace('direct', 'transitive')));
});

it('follows the imports that nakama-imports.json names, and no others', () => {
  const [finding] = verifyAt(workspace(plugin(listed({ log: [ZAP] }))), '.', RELEASE).findings;
  expect(finding).toMatchObject({ severity: 'error', module: ZAP });
  expect(finding?.message).toContain(`imports ${OTHER}/log → ${ZAP}`);
  expect(findings(plugin(listed({ log: [] })))).toEqual([]);
  expect(findings(plugin(listed({ log: [{ path: ZAP, if: 'arm64' }] })))).toEqual([]);
});

it('does not believe a list of another source than the one that go.sum names', () => {
  expect(findings(plugin(listed({ log: [] }, 'h1:another=')))).toEqual([
    ...UNDECIDED.map((line) => line.replace('direct', 'transitive')),
    `imports-out-of-step warning ${OTHER} @ nakama-imports.json:1:33`,
  ]);
});

it('reads vendor/ where the plugin is built with it', () => {
  const vendored = (imported: string): Files => ({
    'vendor/modules.txt': `# ${OTHER} v1.2.0\n## explicit\n${OTHER}/log\n`,
    'vendor/example.com/other/log/log.go': `package log\n\nimport _ "${imported}"\n`,
  });
  const of = (imported: string) =>
    findings(plugin(vendored(imported))).filter((line) => line.includes('-dependency'));
  expect(of('fmt')).toEqual([]);
  expect(of(ZAP)).toEqual([expect.stringContaining(`-dependency error ${ZAP}`)]);
});

it('says what is wrong in a nakama-imports.json', () => {
  const read = (packages: object) => () => findings(plugin(listed(packages)));
  expect(read({ log: [{ path: ZAP, if: 'linux &&' }] })).toThrow(
    /build constraint can't be read: a tag is missing/,
  );
  expect(read({ log: ZAP })).toThrow();
});
