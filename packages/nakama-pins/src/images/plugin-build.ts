/**
 * Whether a shell script (or the text of an exec form, `["go", "build", …]`) runs `go build` with `-buildmode=plugin`.
 * Comment lines don't count; a line ending in `escape` continues.
 */
export function runsPluginBuild(script: string, escape = '\\'): boolean {
  if (!script.includes('buildmode')) return false;
  const lines = script.split(/\r?\n/).filter((line) => !/^\s*#/.test(line));
  return lines
    .map((line) => (line.trimEnd().endsWith(escape) ? line.trimEnd().slice(0, -1) + ' ' : `${line}\n`))
    .join('')
    .replace(/["'`,[\]()]/g, ' ')
    .split(/[\n;&|]+/)
    .some((command) => GO_BUILD.test(command) && PLUGIN_MODE.test(command));
}

/** `go build`, `/usr/local/go/bin/go build`, `go1.26.5 build`, `go -C arena build`. */
const GO_BUILD = /(?:^|[\s/])go[\d.]*\s+(?:-C[\s=]?\S+\s+)?build(?:\s|$)/;
const PLUGIN_MODE = /\s--?buildmode[=\s]\s*plugin(?:\s|$)/;
