import { INIT_MODULE_SIGNATURE } from '../workspace/init-module-declarations';
import { compareGo, goMinor } from '../go-module/compare-go';
import type { ArtifactError } from './artifact-error';
import type { ArtifactDraft } from './draft';
import { compareGlibc } from '../releases/glibc';
import type { Server } from './server';
import { platformOf } from './server-release';
import type { Artifact } from './artifact';

/** The finding for a file that can't be read as a plugin: `dlopen` refuses it, or runs out of the file. */
export function unreadableDraft({ fault, problem }: ArtifactError): ArtifactDraft {
  const { message, expected, found, fix = '' } = problem;
  return {
    id: fault === 'other-platform' ? 'platform' : 'artifact-unreadable',
    severity: 'error',
    subject: 'file',
    expected,
    actual: found,
    message: [message, expected && `expected ${expected}`, found && `found ${found}`]
      .filter(Boolean)
      .join(', '),
    fix,
  };
}

/** What keeps the server from looking at the packages at all: with one of these nothing more can be said. */
export function barrier(plugin: Artifact, { platforms, release }: Server): ArtifactDraft | undefined {
  const platform = platformOf(plugin);
  if (platforms.length > 0 && !platforms.includes(platform)) {
    const [goos, goarch] = (platforms[0] ?? '').split('/');
    return {
      id: 'platform',
      severity: 'error',
      subject: platform,
      expected: platforms.join(', '),
      actual: platform,
      message: `this plugin is for ${platform}, Nakama ${release.version} runs on ${platforms.join(', ')}: dlopen fails`,
      fix: `build it with GOOS=${goos} GOARCH=${goarch}`,
    };
  }
  if (plugin.plugin && plugin.type === 'DYN') return undefined;
  return {
    id: 'artifact-not-a-plugin',
    severity: 'error',
    subject: 'plugin',
    expected: 'a plugin of Go',
    actual: kindOf(plugin),
    message: `this is ${kindOf(plugin)}: ${plugin.isProgram ? 'dlopen refuses a program' : 'the server dies with "runtime: no plugin module data"'}`,
    fix: 'build it with go build -buildmode=plugin -trimpath',
  };
}

function kindOf({ isProgram, buildInfo, type }: Artifact): string {
  if (isProgram && type === 'REL') return 'an object file';
  if (isProgram) return buildInfo ? 'a program of Go' : 'a program';
  if (!buildInfo) return 'a shared library that is not of Go';
  const mode = buildInfo.settings.get('-buildmode');
  if (mode !== undefined && mode !== 'plugin') return `a library of Go built with -buildmode=${mode}`;
  return 'a library of Go without a plugin table';
}

/**
 * Another Go. A major or minor version apart the runtime's own tables differ and the server dies ("fatal error"); a
 * patch apart only packages that changed between the two are refused, and there may be none among the shared.
 */
export function goDraft(
  { buildInfo }: Artifact,
  { release }: Server,
  differs: readonly string[],
): ArtifactDraft | undefined {
  const go = buildInfo?.go;
  if (go === undefined || compareGo(go, release.go) === 0) return undefined;
  const common = {
    id: 'artifact-go',
    subject: 'go',
    expected: release.go,
    actual: go,
    fix: `build it with GOTOOLCHAIN=go${release.go}`,
  } as const;
  const built = `this plugin was built by Go ${go}, Nakama ${release.version} by Go ${release.go}`;
  if (goMinor(go).join() !== goMinor(release.go).join()) {
    return { ...common, severity: 'error', message: `${built}: the server dies when it opens it` };
  }
  return differs.length > 0
    ? {
        ...common,
        severity: 'error',
        message: `${built}: ${differs.length} packages of the standard library differ, such as ${differs[0]}`,
      }
    : {
        ...common,
        severity: 'warning',
        message: `${built}: no package that both link differs, but another import may`,
      };
}

/** The symbol that the server looks up, and the type that it asserts. */
export function initModuleDraft({ plugin }: Artifact): ArtifactDraft | undefined {
  if (!plugin || plugin.initModule === 'present') return undefined;
  const common = { id: 'init-module', severity: 'error', subject: 'InitModule' } as const;
  if (plugin.path === undefined) {
    return {
      ...common,
      message:
        'the linker flag -pluginpath gave the plugin another path than that of its main package: the server finds no symbol ("could not find symbol")',
      fix: 'leave -pluginpath out of -ldflags',
    };
  }
  switch (plugin.initModule) {
    case 'absent':
      return {
        ...common,
        expected: 'a function InitModule in package main',
        message: `${plugin.path} exports no InitModule: the server stops with "Error looking up InitModule function in Go module"`,
        fix: `add to package main: ${INIT_MODULE_SIGNATURE}`,
      };
    case 'no-function':
      return {
        ...common,
        expected: INIT_MODULE_SIGNATURE,
        message: `InitModule of ${plugin.path} is a variable: the server stops with "Error reading InitModule function in Go module"`,
        fix: `declare ${INIT_MODULE_SIGNATURE}`,
      };
    case 'other-type':
      return {
        ...common,
        expected: INIT_MODULE_SIGNATURE,
        message: `InitModule of ${plugin.path} has another signature: the server stops with "Error reading InitModule function in Go module"`,
        fix: `declare ${INIT_MODULE_SIGNATURE}`,
      };
  }
}

/** What glibc and gcc bring, and the server's Debian images have. */
const BASE_LIBRARIES: ReadonlySet<string> = new Set([
  'ld-linux-aarch64.so.1',
  'ld-linux-x86-64.so.2',
  'libc.so.6',
  'libdl.so.2',
  'libgcc_s.so.1',
  'libm.so.6',
  'libpthread.so.0',
  'libresolv.so.2',
  'librt.so.1',
  'libstdc++.so.6',
  'libutil.so.1',
]);

/** Names of musl's C library. */
const MUSL = /^(?:libc\.so|libc\.musl-.*|ld-musl-.*)$/;

/** C libraries that the server's process or image does not have. */
export function libraryDrafts({ needed, glibc }: Artifact, server: Server): ArtifactDraft[] {
  const drafts: ArtifactDraft[] = [];
  const { release } = server;
  const common = { id: 'artifact-libc' } as const;
  const musl = needed.find((name) => MUSL.test(name));
  if (musl !== undefined) {
    drafts.push({
      ...common,
      severity: 'error',
      subject: musl,
      expected: 'libc.so.6',
      actual: musl,
      message: `this plugin was linked against musl (${musl}), the server has glibc: dlopen fails`,
      fix: 'build it with a C compiler for glibc: on Debian, or with zig cc -target x86_64-linux-gnu',
    });
  }
  if (glibc !== undefined && server.glibc && compareGlibc(glibc, server.glibc.version) > 0) {
    const { version, of } = server.glibc;
    const message = `this plugin needs glibc ${glibc}`;
    drafts.push({
      ...common,
      subject: 'glibc',
      expected: `at most ${version}`,
      actual: glibc,
      ...(of === 'image'
        ? {
            severity: 'error',
            message: `${message}, the image of Nakama ${release.version} (${release.serverImageBase}) has ${version}: dlopen fails`,
          }
        : {
            severity: 'undecided',
            message: `${message}, the server itself only ${version}: whether its machine has ${glibc} is not known`,
          }),
      fix: `build it where glibc is ${version} or older, or with zig cc -target ${zigTarget(server)}.${version}`,
    });
  }
  const unknown = needed.filter((name) => !BASE_LIBRARIES.has(name) && !MUSL.test(name));
  if (unknown.length > 0) {
    drafts.push({
      ...common,
      severity: 'undecided',
      subject: unknown.join(', '),
      message: `this plugin needs ${unknown.join(', ')}, which the image of Nakama ${release.version} does not bring by itself`,
      fix: 'link it statically, or install it in the image that runs the server',
    });
  }
  return drafts;
}

function zigTarget({ platforms }: Server): string {
  return `${platforms[0] === 'linux/arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;
}
