// Why go would not list a plugin: a class of reasons, and go's own words without anything of this computer.

const REASONS = [
  ['go version', /requires go >=|invalid go version|unknown directive: toolchain|module requires Go/],
  [
    'local replacement not in the corpus',
    /replacement directory .* does not exist|\(replaced by \.\S*\): reading/,
  ],
  [
    'module not served',
    /40[34] (Forbidden|Not Found)|410 Gone|unrecognized import path|unknown revision|git ls-remote/,
  ],
  ['updates to go.mod needed', /updates to go\.mod needed/],
  ['missing go.sum entry', /missing go\.sum entry/],
  ['import not required by go.mod', /no required module provides package|is not in (std|GOROOT)/],
];

/** Progress, headings, advice and polite words of a server. */
const NOISE = /^(go: downloading|#|go (get|mod download|mod tidy)\b|server response:)/;

/** @returns {{ reason: string, detail: string[] }} */
export function classify(stderr, dir) {
  const reason = REASONS.find(([, pattern]) => pattern.test(stderr))?.[0] ?? 'compile error';
  const lines = stderr
    .split('\n')
    .map((line) =>
      line
        .trim()
        .replaceAll(`${dir}/`, '')
        .replaceAll(dir, '.')
        .replace(/https?:\/\/\S+?: /g, ''),
    )
    .filter((line) => line && !NOISE.test(line));
  return { reason, detail: [...new Set(lines)].slice(0, 4) };
}
