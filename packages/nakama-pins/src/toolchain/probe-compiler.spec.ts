import { removeWorkspaces, workspace } from '../testing/workspace';
import { findProgram } from './find-program';
import { probeCompiler } from './probe-compiler';

afterAll(removeWorkspaces);

const gcc = process.platform === 'linux' ? findProgram('gcc', process.env) : undefined;
if (gcc === undefined) console.warn('no gcc on Linux: the test that asks it is skipped');

(gcc === undefined ? it.skip : it)('asks a compiler, whatever lies in the folder of the user', async () => {
  const target = await probeCompiler('gcc', process.env);
  expect(target?.machine).toMatch(/linux/);
  const before = process.cwd();
  process.chdir(workspace({ 'features.h': '#define __GLIBC__ 9\n#define __GLIBC_MINOR__ 99\n' }));
  try {
    expect(await probeCompiler('gcc', process.env)).toEqual(target);
  } finally {
    process.chdir(before);
  }
});
