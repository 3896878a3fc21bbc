import { relative, sep } from 'node:path';
import type { TargetConfiguration } from '@nx/devkit';
import { TOOL_VERSIONS_SCRIPT } from 'nakama-pins/detect';

type Inputs = NonNullable<TargetConfiguration['inputs']>;

/** The environment that changes the bytes of C code; whatever else go would take from there is set by us. */
const C_ENVIRONMENT: Inputs = ['CC', 'CXX', 'CGO_CFLAGS', 'CGO_CPPFLAGS', 'CGO_CXXFLAGS', 'CGO_LDFLAGS'].map(
  (env) => ({ env }),
);

/** The C compiler of this computer: its version, and what the environment says of it. */
export function cCompilerInputs(root: string): Inputs {
  return [...C_ENVIRONMENT, toolVersions(root, 'cc')];
}

/** The golangci-lint of this computer. */
export function linterInputs(root: string): Inputs {
  return [toolVersions(root, 'golangci-lint')];
}

/** Starts Node and the tool once for a run of Nx, and no Go. */
function toolVersions(root: string, tool: string): Inputs[number] {
  return { runtime: `node "${scriptPath(root)}" ${tool}` };
}

/** From the workspace root, where Nx starts it: the same on every computer that has the package installed in it. */
function scriptPath(root: string): string {
  let path = paths.get(root);
  if (path === undefined) {
    path = relative(root, TOOL_VERSIONS_SCRIPT).split(sep).join('/');
    paths.set(root, path);
  }
  return path;
}

const paths = new Map<string, string>();
