import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));

/**
 * Runs a program on files in a folder of its own, and measures what it takes.
 *
 * @param {{ files: Record<string, string | Buffer>, program: readonly string[], limit: number }} work
 *   `limit`: seconds, after which the program is ended
 * @returns {Promise<{ cpu: number, code: number | undefined, bytes: number, said: string }>}
 *   `cpu`: milliseconds of the processor, which waiting for others does not change; Infinity where the limit ended it
 */
export async function measure({ files, program, limit }) {
  const dir = mkdtempSync(path.join(tmpdir(), 'nakama-growth-'));
  try {
    const root = path.join(dir, 'root');
    const figures = path.join(dir, 'figures.json');
    write(root, files);
    return await start({ program, root, figures, limit });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function write(root, files) {
  mkdirSync(path.join(root, '.git'), { recursive: true });
  const made = new Set([root]);
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(root, name);
    const folder = path.dirname(file);
    if (!made.has(folder)) mkdirSync(folder, { recursive: true });
    made.add(folder);
    writeFileSync(file, content);
  }
}

function start({ program, root, figures, limit }) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--require', path.join(here, 'figures.cjs'), ...program], {
      cwd: root,
      env: { ...process.env, GROWTH_FIGURES: figures, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let bytes = 0;
    let said = '';
    const take = (chunk) => {
      bytes += chunk.length;
      said = (said + chunk).slice(0, 2000);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    let ended = false;
    const timer = setTimeout(() => {
      ended = true;
      child.kill('SIGKILL');
    }, limit * 1000);
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      const cpu = ended ? Infinity : readCpu(figures);
      resolve({ cpu, code: code ?? undefined, bytes, said });
    });
  });
}

function readCpu(figures) {
  try {
    return JSON.parse(readFileSync(figures, 'utf8')).cpu;
  } catch {
    // It died without a word, as for want of memory.
    return Infinity;
  }
}
