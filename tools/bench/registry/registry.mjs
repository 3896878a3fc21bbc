// node tools/bench/registry/registry.mjs [--runs N] [--megabytes N]
// A server's program out of an image at a registry on this computer, beside skopeo copy into an OCI layout and tar, which
// takes the program out of its layer: with a layer as that of the official image, and with one that has a lot beside the
// program. Needs docker-registry, skopeo, umoci and zstd of Debian; the program is that of Node, cut to the size of a server.
import { randomFillSync } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { repoRoot } from '../../check/processes.mjs';
import { succeed } from '../../workspaces/processes.mjs';
import { withTemporaryFolder } from '../../workspaces/workspace.mjs';
import { median, printRatios, printTable } from '../verify/figures.mjs';
import { startRegistry } from './local-registry.mjs';

/**
 * Missed: of Node 20, 40 MB are Node's own, 20 are undici and what else is loaded, some 30 are taken for a while by V8 when
 * it compiles undici's parser (none with --liftoff-only), and up to 40 are pieces of the connection that V8 has not freed.
 */
const WANTED_MB = 100;
const MB = 1_000_000;
/** The program of 3.40.0 has so many. */
const SERVER_BYTES = 67 * MB;

const dist = path.join(repoRoot, 'packages/nakama-pins/dist');
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '3' }, megabytes: { type: 'string', default: '500' } },
});
const runs = Number(values.runs);

await withTemporaryFolder(async (folder) => {
  const registry = await startRegistry(folder);
  try {
    const server = readFileSync(process.execPath).subarray(0, SERVER_BYTES);
    for (const beside of [0, Number(values.megabytes)]) {
      for (const compression of ['gzip', 'zstd']) {
        await measure(folder, registry.host, server, beside, compression);
      }
    }
  } finally {
    registry.stop();
  }
});

async function measure(folder, host, server, beside, compression) {
  const tag = `with-${beside}-${compression}`;
  const image = `${host}/studio/nakama:${tag}`;
  const { size: layer, digest } = await push(folder, image, tag, server, beside, compression);
  const [ours, copied, theirs, again, peaks, seconds] = [[], [], [], [], [], []];
  const cache = path.join(folder, 'cache');
  const env = { ...process.env, NAKAMA_PINS_CACHE: cache };
  const program = path.join(path.dirname(fileURLToPath(import.meta.url)), 'fetch.mjs');
  for (let run = 0; run < runs; run++) {
    rmSync(cache, { recursive: true, force: true });
    for (const into of [ours, again]) {
      const { ms, output } = await succeed(process.execPath, [program, dist, image, host], {
        cwd: folder,
        env,
      });
      const { bytes, peak, cpu } = JSON.parse(output);
      if (bytes !== server.length) throw new Error(`the program has ${bytes} bytes`);
      into.push(ms);
      peaks.push(peak);
      if (into === ours) seconds.push(cpu);
    }
    const copy = path.join(folder, 'copy');
    const { ms } = await skopeo(folder, `docker://${image}`, `oci:${copy}:a`);
    copied.push(ms);
    theirs.push(ms + (await unpack(copy, digest, path.join(folder, 'unpacked'))));
    rmSync(copy, { recursive: true });
  }
  console.log(`a layer of ${(layer / MB).toFixed(0)} MB, ${compression}\n`);
  printTable(
    [
      { what: 'the program', runs: ours },
      { what: 'the program, again', runs: again },
      { what: 'skopeo copy', runs: copied },
      { what: 'skopeo copy, tar', runs: theirs },
    ],
    1,
  );
  console.log(
    `\nCPU time ${median(seconds).toFixed(1)} s, peak of memory ${median(peaks).toFixed(0)} MB, at most ${Math.max(...peaks).toFixed(0)} MB\n`,
  );
  printRatios([
    { what: 'the program / skopeo copy', above: ours, below: copied, wanted: { atMost: 1.5 } },
    { what: 'the program / skopeo copy, tar', above: ours, below: theirs },
    {
      what: `largest peak / ${WANTED_MB} MB`,
      above: [Math.max(...peaks)],
      below: [WANTED_MB],
      wanted: { atMost: 1 },
    },
  ]);
  console.log();
}

/** Takes the program out of a layer in an OCI layout. @returns milliseconds */
async function unpack(layout, digest, into) {
  mkdirSync(into, { recursive: true });
  const layer = path.join(layout, 'blobs', digest.replace(':', '/'));
  // umoci leaves the trailer of a tar out, at which tar complains at its end.
  const command = `tar -xf ${layer} nakama/nakama; test -s nakama/nakama`;
  return (await succeed('sh', ['-c', command], { cwd: into })).ms;
}

/** Pushes an image of one layer. @returns the layer's descriptor */
async function push(folder, image, tag, server, beside, compression) {
  const tree = path.join(folder, 'tree');
  mkdirSync(path.join(tree, 'nakama'), { recursive: true });
  writeFileSync(path.join(tree, 'nakama/nakama'), server, { mode: 0o755 });
  const file = openSync(path.join(tree, 'nakama/zz-data'), 'w');
  for (let i = 0; i < beside; i++) writeSync(file, randomFillSync(Buffer.alloc(MB)));
  closeSync(file);
  const layout = `layout-${tag}`;
  const name = `${layout}:a`;
  await succeed('umoci', ['init', '--layout', layout], { cwd: folder });
  await succeed('umoci', ['new', '--image', name], { cwd: folder });
  await succeed('umoci', ['insert', '--image', name, 'tree', '/'], { cwd: folder });
  await succeed('umoci', ['config', '--image', name, '--config.entrypoint', '/nakama/nakama'], {
    cwd: folder,
  });
  const compress = compression === 'gzip' ? [] : ['--dest-compress', '--dest-compress-format', compression];
  // Directly to a registry, skopeo keeps what is compressed already.
  await skopeo(folder, `oci:${name}`, `oci:packed-${tag}:a`, ...compress);
  await skopeo(folder, `oci:packed-${tag}:a`, `docker://${image}`);
  const inspected = await succeed('skopeo', ['inspect', '--raw', '--tls-verify=false', `docker://${image}`], {
    cwd: folder,
  });
  for (const used of [tree, path.join(folder, layout), path.join(folder, `packed-${tag}`)]) {
    rmSync(used, { recursive: true });
  }
  return JSON.parse(inspected.output).layers[0];
}

function skopeo(folder, from, to, ...more) {
  const trust = ['--insecure-policy', '--src-tls-verify=false', '--dest-tls-verify=false'];
  return succeed('skopeo', ['copy', ...trust, ...more, from, to], { cwd: folder });
}
