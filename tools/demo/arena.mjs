// Breaks the generated plugin as it happens to users of the server, and fixes it by hand as the findings say.

/**
 * What `go get` adds to go.sum for Nakama 3.40.0's zap and multierr and, later, for the others: Go never
 * removes a line by itself. All of them are in Go's checksum database.
 */
const SUMS = `\
go.uber.org/multierr v1.10.0 h1:S0h4aNzvfcFsC3dRF1jLoaov7oRaKqRGC/pUEJ2yvPQ=
go.uber.org/multierr v1.10.0/go.mod h1:20+QtiLqy0Nd6FdQB9TLXag12DsQkrbs3htMFfDN80Y=
go.uber.org/multierr v1.11.0 h1:blXXJkSxSSfBVBlC76pxqeO+LN3aDfLQo+309xJstO0=
go.uber.org/multierr v1.11.0/go.mod h1:20+QtiLqy0Nd6FdQB9TLXag12DsQkrbs3htMFfDN80Y=
go.uber.org/zap v1.27.0 h1:aJMhYGrd5QSmlpLMr2MftRKl7t8J8PTZPA732ud/XR8=
go.uber.org/zap v1.27.0/go.mod h1:GB2qFLM7cTU87MWRP2mPIjqfIDnGu+VIO4V/SdhGo2E=
go.uber.org/zap v1.28.0 h1:IZzaP1Fv73/T/pBMLk4VutPl36uNC+OSUh3JLG3FIjo=
go.uber.org/zap v1.28.0/go.mod h1:rDLpOi171uODNm/mxFcuYWxDsqWSAVkFdX4XojSKg/Q=
`;

/** Another zap than the server's, the multierr that this zap asks for, and a newer Go. */
export function breakArena(workspace) {
  edit(workspace, 'main.go', /^.*nakama-common\/runtime"$/m, '$&\n\t"go.uber.org/zap"');
  edit(workspace, 'main.go', /^\tlogger\.Info\(/m, '\tzap.L().Info("loaded", zap.String("rpc", rpcID))\n$&');
  edit(workspace, 'go.mod', /^go .*$/m, 'go 1.26.8');
  edit(workspace, 'go.mod', /^require \S+nakama-common \S+$/m, '$&\n\nrequire go.uber.org/zap v1.27.0');
  edit(workspace, 'go.mod', /$/, '\nrequire go.uber.org/multierr v1.10.0 // indirect\n');
  edit(workspace, 'go.sum', /^(?=google\.golang\.org)/m, SUMS);
}

/**
 * Changes the files as each `fix:` of a report says, without knowing more. The commands are followed by hand, so that the
 * demo needs no Go.
 *
 * @param {readonly string[]} fixes the texts after `fix: `
 */
export function applyFixes(workspace, fixes) {
  for (const fix of fixes) {
    const { name, value } =
      /^go mod edit -(?<name>go|require)=(?<value>\S+) plugins\/arena\/go\.mod$/.exec(fix)?.groups ?? {};
    if (name === undefined) throw new Error(`the demo does not know how to follow "${fix}"`);
    const [module, version] = value.split('@');
    if (name === 'go') edit(workspace, 'go.mod', /^go .*$/m, `go ${value}`);
    else edit(workspace, 'go.mod', new RegExp(`(${module.replaceAll('.', '\\.')}) \\S+`), `$1 ${version}`);
  }
}

function edit(workspace, name, from, to) {
  const file = `plugins/arena/${name}`;
  const before = workspace.read(file);
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${file} has no ${from}`);
  workspace.write(file, after);
}

const VERSION = / v?\d\S*/;

/**
 * What differs between two texts: `- removed`, `+ added`, and `old → new` for a version.
 *
 * @returns {string[]}
 */
export function changedLines(before, after) {
  const removed = linesOnlyIn(before, after);
  const added = linesOnlyIn(after, before);
  const partnerOf = (line, others) => others.find((other) => withoutVersion(other) === withoutVersion(line));
  return [
    ...removed.filter((line) => !partnerOf(line, added)).map((line) => `- ${line}`),
    ...added.map((line) => {
      const old = partnerOf(line, removed);
      return old
        ? `  ${old.replace(VERSION, (version) => `${version} →${VERSION.exec(line)}`)}`
        : `+ ${line}`;
    }),
  ];
}

function linesOnlyIn(text, other) {
  const others = new Set(other.split('\n'));
  return text.split('\n').filter((line) => line.trim() !== '' && !others.has(line));
}

function withoutVersion(line) {
  return line.replace(VERSION, '');
}
