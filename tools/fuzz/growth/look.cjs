// What Nx's graph asks: looks at each module of the workspace. Argument: the folder of nakama-pins.
const { readdirSync } = require('node:fs');
const path = require('node:path');
const { ModuleLooks } = require(path.join(process.argv[2], 'dist/detect.js'));

const dirs = [];
const walk = (dir) => {
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const below = path.posix.join(dir, entry.name);
    if (entry.isDirectory()) walk(below);
    else if (entry.name === 'go.mod') dirs.push(dir);
  }
};
walk('.');
const looks = new ModuleLooks(process.cwd(), { load: () => new Map(), save: () => undefined });
const plugins = dirs.flatMap((dir) => {
  const look = looks.at(dir);
  return look?.detection.kind === 'plugin' ? [{ dir, words: look.words }] : [];
});
looks.rivals(plugins);
console.log(`${dirs.length} modules, ${looks.skipped.length} skipped`);
