import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, beforeEach, describe, it } from 'node:test';
import { repoRoot } from '../check/processes.mjs';

const { parse } = createRequire(path.join(repoRoot, 'packages/nakama-pins/package.json'))('yaml');
const workflow = parse(readFileSync(path.join(repoRoot, '.github/workflows/catalog.yml'), 'utf8'));
const { steps, permissions } = workflow.jobs.propose;
const step = (name) => steps.find((one) => one.name === name);

const created = [];
after(() => created.forEach((dir) => rmSync(dir, { recursive: true, force: true })));

it('may write nothing but branches and pull requests, in its one job, with actions of GitHub alone', () => {
  assert.deepEqual(workflow.permissions, {});
  assert.deepEqual(permissions, { contents: 'write', 'pull-requests': 'write' });
  for (const { uses } of steps.filter((one) => one.uses)) assert.match(uses, /^actions\/[a-z-]+@v\d+$/);
});

it('adds the release that is named, and all that are missing by itself', () => {
  const { run } = step('Add the releases');
  const words = (RELEASE) =>
    execFileSync('bash', ['-c', run.replace(/^node /, 'printf "%s\\n" ')], {
      env: { ...process.env, RELEASE, RUNNER_TEMP: '/tmp/runner' },
      encoding: 'utf8',
    }).split('\n');
  const program = 'tools/catalog/new-release.mjs';
  assert.deepEqual(words('3.42.0').slice(0, 2), [program, '3.42.0']);
  assert.deepEqual(words('').slice(0, 4), [program, '--missing', '--body', '/tmp/runner/proposal.md']);
});

void describe('the proposal', () => {
  let dir;
  let env;
  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'catalog-workflow-'));
    created.push(dir);
    for (const name of ['bin', 'temp']) mkdirSync(path.join(dir, name));
    // Notes how it is called, and answers which pull requests are open.
    const gh =
      '#!/bin/sh\nprintf "%s|" "$@" >> "$RUNNER_TEMP/gh.log"; echo >> "$RUNNER_TEMP/gh.log"\n[ "$2" != list ] || echo "$OPEN"\n';
    writeFileSync(path.join(dir, 'bin/gh'), gh);
    chmodSync(path.join(dir, 'bin/gh'), 0o755);
    env = {
      ...process.env,
      PATH: `${path.join(dir, 'bin')}:${process.env.PATH}`,
      RUNNER_TEMP: path.join(dir, 'temp'),
      BASE: 'main',
      OPEN: '',
    };
    git('init', '--quiet', '--bare', '--initial-branch=main', 'origin.git');
    git('clone', '--quiet', 'origin.git', 'clone');
    mkdirSync(path.join(dir, 'clone/packages'));
    for (const name of ['CHANGELOG.md', 'package-lock.json', 'packages/index.json']) write(name, 'before\n');
    inClone('add', '.');
    inClone('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '-m', 'first');
    inClone('push', '--quiet', 'origin', 'HEAD:main');
  });

  const git = (...args) => execFileSync('git', args, { cwd: dir, encoding: 'utf8', stdio: 'pipe' });
  const inClone = (...args) => git('-C', path.join(dir, 'clone'), ...args);
  const write = (name, text) => writeFileSync(path.join(dir, 'clone', name), text);
  const propose = (open = '') =>
    execFileSync('bash', ['-e', '-c', step('Propose them').run], {
      cwd: path.join(dir, 'clone'),
      env: { ...env, OPEN: open },
      encoding: 'utf8',
      stdio: 'pipe',
    });
  const calls = () => readFileSync(path.join(dir, 'temp/gh.log'), 'utf8').trim().split('\n');

  it('is none where nothing is missing', () => {
    assert.equal(propose(), 'Nothing is missing.\n');
    assert.equal(git('-C', 'origin.git', 'branch', '--list'), '* main\n');
  });

  for (const open of ['', '12'])
    it(open === '' ? 'is a new pull request' : 'renews the one that is open', () => {
      const body =
        'The packages become 0.3.1.\n\n## Nakama 3.42.0\n\n```text\nNakama 3.41.0 -> 3.42.0\n```\n';
      writeFileSync(path.join(dir, 'temp/proposal.md'), `Add Nakama 3.42.0 to the catalog\n\n${body}`);
      write('packages/index.json', 'after\n');
      write('CHANGELOG.md', 'after\n');
      write('stray.txt', 'left behind by a program\n');
      propose(open);
      const message = git('-C', 'origin.git', 'log', '-1', '--format=%B', 'catalog/new-releases');
      assert.equal(message.trim(), `Add Nakama 3.42.0 to the catalog\n\n${body}`.trim());
      const changed = git('-C', 'origin.git', 'diff', '--name-only', 'main', 'catalog/new-releases');
      assert.deepEqual(changed.trim().split('\n'), ['CHANGELOG.md', 'packages/index.json']);
      const what = `--title|Add Nakama 3.42.0 to the catalog|--body-file|${path.join(dir, 'temp/body.md')}|`;
      assert.equal(
        calls()[1],
        open === ''
          ? `pr|create|--base|main|--head|catalog/new-releases|${what}`
          : `pr|edit|catalog/new-releases|${what}`,
      );
      assert.equal(readFileSync(path.join(dir, 'temp/body.md'), 'utf8'), body);
    });
});
