import { publishedModules } from '../../demands/published-modules';
import { fakeWeb } from '../../module-proxy/testing/fake-web';
import { mainGo, removeWorkspaces, workspace } from '../../testing/workspace';
import { ModuleOpener } from '../../verify/open-module';
import { outdatedModule } from './outdated';
import { renderOutdated } from './outdated-text';

afterEach(removeWorkspaces);

const GO_MODS: Readonly<Record<string, string>> = {
  'x@v1.0.0': '',
  'x@v1.1.0': 'require go.uber.org/zap v1.27.0\n',
  'x@v1.2.0': 'require go.uber.org/zap v1.28.0\n',
  'x@v1.3.0': 'require go.uber.org/zap v1.99.0\n',
  'y@v1.0.0': '',
  'z@v1.0.0': 'require go.uber.org/zap v1.99.0\n',
  'z@v0.9.0': '',
};

/** A proxy of github.com/acme, of which one module is not served. */
const web = fakeWeb((url) => {
  const [, name = '', file = ''] = /github\.com\/acme\/(\w+)\/@v\/(.*)$/.exec(url) ?? [];
  const versions = Object.keys(GO_MODS).filter((node) => node.startsWith(`${name}@`));
  if (file === 'list')
    return versions.length > 0 ? versions.map((node) => node.slice(2)).join('\n') : undefined;
  const text = GO_MODS[`${name}@${file.replace('.mod', '')}`];
  return text === undefined ? undefined : `module github.com/acme/${name}\n\ngo 1.21\n\n${text}`;
});

it('lists what the server does not link: today’s version, the newest, the newest that fits, and what stops the others', async () => {
  const requires = [
    'github.com/heroiclabs/nakama-common v1.40.0',
    'github.com/acme/x v1.0.0',
    'github.com/acme/y v1.0.0',
    'github.com/acme/z v1.0.0',
    'github.com/acme/gone v1.0.0',
    'github.com/acme/local v0.0.0',
    'go.uber.org/zap v1.27.0',
    'github.com/acme/lifted v1.0.0 // indirect',
  ];
  const root = workspace({
    'go.mod': `module example.com/arena\n\ngo 1.24.5\n\nrequire (\n${requires.map((line) => `\t${line}\n`).join('')})\n\nreplace github.com/acme/local => ./local\n`,
    'main.go': mainGo(),
    'local/go.mod': 'module github.com/acme/local\n\ngo 1.24.5\n',
  });
  const opener = new ModuleOpener(root, '3.30.0');
  const module = opener.open('.');
  if (module.unreleased) throw new Error('no release');
  const published = publishedModules((name) => (name === 'GOPROXY' ? 'https://p.example' : ''), web);
  const outcome = await outdatedModule(module, published, opener.catalog);
  expect(outcome.ok).toBe(false);
  expect(renderOutdated(outcome, { color: false })).toBe(
    `. (Nakama 3.30.0)
  github.com/acme/gone  v1.0.0, what is newer is not known: https://p.example/github.com/acme/gone/@v/list: 404
  github.com/acme/x     v1.0.0 → v1.1.0 fits, newest v1.3.0
    v1.2.0 to v1.3.0 (2 versions) ask for more than Nakama 3.30.0 has; Nakama 3.39.0 would do for the oldest, no release of the catalog for v1.3.0:
      github.com/acme/x@v1.2.0 → go.uber.org/zap@v1.28.0, the server has v1.27.0
  github.com/acme/y     v1.0.0 is the newest
  github.com/acme/z     v1.0.0 is the newest; by the module graph v0.9.0 is the newest that fits`,
  );
});
