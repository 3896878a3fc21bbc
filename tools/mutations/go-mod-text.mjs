// Edits of go.mod as text, which do not depend on the reader that is tested.

const REQUIRE = /^(?:require)?[ \t]*([^\s/"(]\S*\.\S*)[ \t]+(v\S+)(.*)$/;

/** @returns {{ path: string, version: string }[]} every requirement, in order */
export function requirementsOf(goMod) {
  return goMod.split('\n').flatMap((line) => {
    const [, path, version] = REQUIRE.exec(line) ?? [];
    return path ? [{ path, version }] : [];
  });
}

/** Without the requirement of `path`. */
export const dropRequirement = (goMod, path) =>
  goMod
    .split('\n')
    .filter((line) => REQUIRE.exec(line)?.[1] !== path)
    .join('\n');

/** With the requirement of `path` at another version; added if there is none. */
export function setRequirement(goMod, path, version) {
  let found = false;
  const lines = goMod.split('\n').map((line) => {
    const match = REQUIRE.exec(line);
    if (match?.[1] !== path) return line;
    found = true;
    return line.replace(match[2], version);
  });
  return found ? lines.join('\n') : `${lines.join('\n').trimEnd()}\n\nrequire ${path} ${version}\n`;
}

/** With one more line at the end. */
export const addLine = (goMod, line) => `${goMod.trimEnd()}\n\n${line}\n`;

/** With another `go` line. */
export const setGo = (goMod, go) => goMod.replace(/^go .*$/m, `go ${go}`);
