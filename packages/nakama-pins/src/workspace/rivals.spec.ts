import { parseGoMod } from '../go-module/go-mod';
import { parseGoSum } from '../go-module/go-sum-file';
import { type DemandingFiles, demandsOf, findRivals } from './rivals';

interface Plugin extends DemandingFiles {
  readonly server: string;
}

function plugin(dir: string, lines: string, more: Partial<Plugin> = {}): Plugin {
  const goMod = parseGoMod(`module example.com/${dir}\n\ngo 1.26.5\n\n${lines}\n`, `${dir}/go.mod`);
  return { dir, server: '3.40.0', goMod, libraries: [], ...more };
}

const UUID = 'github.com/google/uuid';

/** Who is the rival of whom. */
function pairs(...plugins: Plugin[]): string[] {
  const demands = plugins.map(({ server, ...files }) => demandsOf(files, server));
  return Array.from(findRivals(demands), ([dir, rivals]) => `${dir}: ${rivals.join(' ')}`).sort();
}

describe('plugins of one server are rivals', () => {
  it('where they require a module in different versions', () => {
    const of = (dir: string, version: string) => plugin(dir, `require ${UUID} ${version}`);
    expect(pairs(of('a', 'v1.5.0'), of('b', 'v1.6.0'), of('c', 'v1.6.0'))).toEqual([
      'a: b c',
      'b: a',
      'c: a',
    ]);
    expect(pairs(of('a', 'v1.6.0'), of('b', 'v1.6.0'), plugin('c', ''))).toEqual([]);
  });

  it('where a local library of one requires another version', () => {
    const library = parseGoMod(`module example.com/lib\n\nrequire ${UUID} v1.6.0\n`, 'lib/go.mod');
    const required = `require ${UUID} v1.5.0`;
    expect(pairs(plugin('a', required), plugin('b', required, { libraries: [library] }))).toHaveLength(2);
  });

  it('where a module is replaced in one, or by another folder, but not by one folder from two places', () => {
    const required = 'require example.com/lib v0.0.0\n';
    const by = (dir: string, folder: string) =>
      plugin(dir, `${required}replace example.com/lib => ${folder}`);
    expect(pairs(by('p/a', '../../lib'), by('b', '../lib'))).toEqual([]);
    expect(pairs(by('a', '../lib'), by('b', '../copy'))).toHaveLength(2);
    expect(pairs(by('a', '../lib'), plugin('b', required))).toHaveLength(2);
  });

  it('where one requires the other’s module', () => {
    expect(pairs(plugin('a', ''), plugin('b', 'require example.com/a v0.0.0'))).toEqual(['a: b', 'b: a']);
  });

  it('where one has a package from a module that was split off', () => {
    const whole = plugin('a', 'require google.golang.org/genproto v0.0.1');
    const split = plugin('b', 'require google.golang.org/genproto/googleapis/rpc v0.0.1');
    expect(pairs(whole, split)).toEqual(['a: b', 'b: a']);
  });

  it('below go 1.17 where their go.sum differ', () => {
    const goSum = (version: string) => parseGoSum(`${UUID} ${version} h1:x=\n`, 'go.sum');
    const of = (dir: string, version: string): Plugin => ({
      ...plugin(dir, ''),
      goMod: parseGoMod(`module example.com/${dir}\n\ngo 1.16\n`, `${dir}/go.mod`),
      goSum: goSum(version),
    });
    expect(pairs(of('a', 'v1.5.0'), of('b', 'v1.6.0'))).toHaveLength(2);
    expect(pairs(of('a', 'v1.5.0'), of('b', 'v1.5.0'))).toEqual([]);
  });

  it('never if two servers open them, nor because one is in a folder of the other', () => {
    const other = plugin('b', `require ${UUID} v1.6.0`, { server: '3.39.0' });
    expect(pairs(plugin('a', `require ${UUID} v1.5.0`), other)).toEqual([]);
    expect(pairs(plugin('a', ''), plugin('a/b', ''))).toEqual([]);
  });
});
