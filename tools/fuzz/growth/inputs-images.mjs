import { lines, plugin, repeat } from './workspace.mjs';

const BUILD = 'go build -buildmode=plugin -trimpath -o ./arena.so .';
const BUILDER = 'FROM heroiclabs/nakama-pluginbuilder:3.40.0 AS builder';
const service = (i) => `  s${i}:\n    image: heroiclabs/nakama:3.40.0`;
const doubling = (n, line) =>
  lines(n, (i) => (i === 0 ? line(0, 'xxxxxxxx') : line(i, `\${A${i - 1}}\${A${i - 1}}`)));

/** Dockerfiles, compose files, .env, manifests, workflows, scripts. */
export const IMAGE_INPUTS = [
  {
    name: 'Dockerfile: stages',
    n: 1_000,
    make: (n) => plugin({ Dockerfile: lines(n, (i) => `FROM heroiclabs/nakama:3.40.0 AS s${i}`) }),
  },
  {
    name: 'Dockerfile: stages on stages, with copies and builds',
    n: 500,
    make: (n) =>
      plugin({
        Dockerfile: `FROM heroiclabs/nakama-pluginbuilder:3.40.0 AS s0\n${lines(n, (i) => `FROM s${i} AS s${i + 1}\nCOPY f${i} .\nRUN ${BUILD}`)}`,
      }),
  },
  {
    name: 'Dockerfile: builds of a stage',
    n: 500,
    make: (n) =>
      plugin({ Dockerfile: `${BUILDER}\nWORKDIR /backend\nCOPY . .\n${lines(n, () => `RUN ${BUILD}`)}` }),
  },
  {
    name: 'Dockerfile: builds in one RUN',
    n: 500,
    make: (n) => plugin({ Dockerfile: `${BUILDER}\nRUN true${repeat(n, () => ` \\\n && ${BUILD}`)}\n` }),
  },
  {
    name: 'Dockerfile: copies',
    n: 1_500,
    make: (n) =>
      plugin({
        Dockerfile: `${BUILDER}\nWORKDIR /backend\n${lines(n, (i) => `COPY f${i} ./f${i}`)}RUN ${BUILD}\n`,
      }),
  },
  {
    name: 'Dockerfile: ARGs that are as long as those before, twice',
    n: 16,
    make: (n) =>
      plugin({
        Dockerfile: `${doubling(n, (i, v) => `ARG A${i}=${v}`)}FROM heroiclabs/nakama:\${A${n - 1}}\n`,
      }),
  },
  {
    name: 'Dockerfile: ENVs that are as long as those before, twice',
    n: 16,
    make: (n) =>
      plugin({ Dockerfile: `${BUILDER}\n${doubling(n, (i, v) => `ENV A${i}=${v}`)}RUN ${BUILD}\n` }),
  },
  {
    name: 'Dockerfile: ARGs of ARGs',
    n: 1_500,
    make: (n) =>
      plugin({
        Dockerfile: `ARG A0=3\n${lines(n, (i) => `ARG A${i + 1}=$A${i}`)}FROM heroiclabs/nakama:\${A${n}}\n`,
      }),
  },
  {
    name: 'Dockerfile: ENVs',
    n: 2_000,
    make: (n) => plugin({ Dockerfile: `${BUILDER}\n${lines(n, (i) => `ENV A${i}=x`)}RUN ${BUILD}\n` }),
  },
  {
    name: 'Dockerfile: ARGs and builds',
    n: 700,
    make: (n) => plugin({ Dockerfile: `${BUILDER}\n${lines(n, (i) => `ARG A${i}=x\nRUN ${BUILD}`)}` }),
  },
  {
    name: 'Dockerfile: continued lines',
    n: 10_000,
    make: (n) => plugin({ Dockerfile: `${BUILDER}\nRUN true${' \\\n'.repeat(n)} && ${BUILD}\n` }),
  },
  {
    name: 'Dockerfile: here-documents of one line',
    n: 2_000,
    make: (n) =>
      plugin({
        Dockerfile: `${BUILDER}\nRUN ${repeat(n, (i) => `<<E${i}`, ' ')}\n${lines(n, (i) => `E${i}`)}`,
      }),
  },
  {
    name: 'Dockerfile: nested defaults',
    n: 4_000,
    make: (n) =>
      plugin({ Dockerfile: `FROM heroiclabs/nakama:${'${V:-'.repeat(n)}3.40.0${'}'.repeat(n)}\n` }),
  },
  {
    name: 'Dockerfile: defaults that do not end',
    n: 10_000,
    make: (n) => plugin({ Dockerfile: `FROM heroiclabs/nakama:${'${V:-'.repeat(n)}\n` }),
  },
  {
    name: 'Dockerfile: variables of a tag',
    n: 10_000,
    make: (n) => plugin({ Dockerfile: `ARG V=1\nFROM heroiclabs/nakama:${'$V'.repeat(n)}\n` }),
  },
  {
    name: 'Dockerfile: quotes that do not end',
    n: 30_000,
    make: (n) => plugin({ Dockerfile: `${BUILDER}\nARG ${'"a\\"'.repeat(n)}\n` }),
  },
  {
    name: 'Dockerfile: spaces',
    n: 50_000,
    make: (n) => plugin({ Dockerfile: `${BUILDER}\nRUN a${' '.repeat(n)}b ${BUILD}\n` }),
  },
  {
    name: 'Dockerfile: flags of RUN',
    n: 10_000,
    make: (n) => plugin({ Dockerfile: `${BUILDER}\nRUN ${'--mount=type=cache '.repeat(n)}${BUILD}\n` }),
  },
  {
    name: 'Dockerfiles',
    n: 300,
    make: (n) => ({
      ...plugin(),
      ...Object.fromEntries(
        Array.from({ length: n }, (_, i) => [`d${i}/Dockerfile`, `${BUILDER}\nCOPY . .\nRUN ${BUILD}\n`]),
      ),
    }),
  },
  {
    name: 'compose: services',
    n: 2_500,
    make: (n) => plugin({ 'compose.yml': `services:\n${lines(n, service)}` }),
  },
  {
    name: 'compose: services that extend each other',
    n: 1_000,
    make: (n) =>
      plugin({
        'compose.yml': `services:\n${service(0)}\n${lines(n, (i) => `  s${i + 1}:\n    extends: s${i}`)}`,
      }),
  },
  {
    name: 'compose: services with builds and Dockerfiles',
    n: 200,
    make: (n) => ({
      ...plugin({
        'compose.yml': `services:\n${lines(n, (i) => `  s${i}:\n    build:\n      context: d${i}\n      args:\n        V: 3.40.0`)}`,
      }),
      ...Object.fromEntries(
        Array.from({ length: n }, (_, i) => [`d${i}/Dockerfile`, 'ARG V\nFROM heroiclabs/nakama:$V\n']),
      ),
    }),
  },
  {
    name: 'compose: builds of one Dockerfile',
    n: 500,
    make: (n) =>
      plugin({
        'compose.yml': `services:\n${lines(n, (i) => `  s${i}:\n    build:\n      context: .\n      args:\n        V: 3.40.${i}`)}`,
        Dockerfile: 'ARG V\nFROM heroiclabs/nakama:$V\n',
      }),
  },
  {
    name: 'compose: services with one anchor',
    n: 250,
    make: (n) =>
      plugin({
        'compose.yml': `x-a: &a\n  image: heroiclabs/nakama:3.40.0\nservices:\n${lines(n, (i) => `  s${i}:\n    <<: *a`)}`,
      }),
  },
  {
    name: 'compose: keys of a service',
    n: 5_000,
    make: (n) => plugin({ 'compose.yml': `services:\n${service(0)}\n${lines(n, (i) => `    x-${i}: y`)}` }),
  },
  {
    name: 'compose: services with images of other tools',
    n: 2_500,
    make: (n) =>
      plugin({
        'compose.yml': `services:\n${lines(n, (i) => `  s${i}:\n    image: "postgres:${i}"`)}  # nakama\n`,
      }),
  },
  {
    name: 'compose: documents',
    n: 1_000,
    make: (n) => plugin({ 'compose.yml': lines(n, (i) => `---\nservices:\n${service(i)}`) }),
  },
  {
    name: 'compose: bad lines',
    n: 5_000,
    make: (n) => plugin({ 'compose.yml': `services: # nakama\n${lines(n, () => ' a: : b')}` }),
  },
  {
    name: 'compose: commands of a service',
    n: 1_000,
    make: (n) =>
      plugin({
        'compose.yml': `services:\n  s:\n    image: heroiclabs/nakama-pluginbuilder:3.40.0\n    command: |\n${lines(n, () => `      ${BUILD}`)}`,
      }),
  },
  {
    name: 'compose: inline Dockerfiles',
    n: 500,
    make: (n) =>
      plugin({
        'compose.yml': `services:\n${lines(n, (i) => `  s${i}:\n    build:\n      dockerfile_inline: |\n        FROM heroiclabs/nakama:3.40.0`)}`,
      }),
  },
  {
    name: '.env: values that are as long as those before, twice',
    n: 16,
    make: (n) =>
      plugin({
        'compose.yml': `services:\n  s:\n    image: heroiclabs/nakama:\${A${n - 1}}\n`,
        '.env': doubling(n, (i, v) => `A${i}=${v}`),
      }),
  },
  {
    name: '.env: lines',
    n: 10_000,
    make: (n) =>
      plugin({
        'compose.yml': `services:\n  s:\n    image: heroiclabs/nakama:\${A0}\n`,
        '.env': lines(n, (i) => `A${i}=3.40.0`),
      }),
  },
  {
    name: '.env: spaces',
    n: 20_000,
    make: (n) =>
      plugin({
        'compose.yml': `services:\n  s:\n    image: heroiclabs/nakama:\${A0}\n`,
        '.env': `A0=3${' '.repeat(n)}x\n`,
      }),
  },
  {
    name: 'manifest: images',
    n: 1_000,
    make: (n) => plugin({ 'deploy/all.yaml': lines(n, () => '- image: heroiclabs/nakama:3.40.0') }),
  },
  {
    name: 'manifest: images with variables',
    n: 500,
    make: (n) =>
      plugin({ 'deploy/all.sh': lines(n, (i) => `V${i}=3.40.0\ndocker run heroiclabs/nakama:$V${i}`) }),
  },
  {
    name: 'manifest: names and tags in pairs',
    n: 1_000,
    make: (n) =>
      plugin({
        'deploy/values.yaml': lines(n, (i) => `i${i}:\n  repository: heroiclabs/nakama\n  tag: 3.40.0`),
      }),
  },
  {
    name: 'Helm: values and templates',
    n: 1_000,
    make: (n) =>
      plugin({
        'deploy/values.yaml': `image:\n${lines(n, (i) => `  t${i}: 3.40.0`)}`,
        'deploy/templates/a.yaml': lines(n, (i) => `image: heroiclabs/nakama:{{ .Values.image.t${i} }}`),
      }),
  },
  {
    name: 'manifest: a word of letters before an image',
    n: 30_000,
    make: (n) => plugin({ 'deploy/all.yaml': lines(n / 1000, () => `${'a.'.repeat(500)} nakama`) }),
  },
  {
    name: 'workflow: steps that build',
    n: 500,
    make: (n) =>
      plugin({
        '.github/workflows/a.yml': `jobs:\n  a:\n    steps:\n${lines(n, () => `      - run: ${BUILD}`)}`,
      }),
  },
  {
    name: 'workflow: lines of a step that build',
    n: 1_000,
    make: (n) =>
      plugin({
        '.github/workflows/a.yml': `jobs:\n  a:\n    steps:\n      - run: |\n${lines(n, () => `          ${BUILD}`)}`,
      }),
  },
  {
    name: 'workflow: variables and steps',
    n: 500,
    make: (n) =>
      plugin({
        '.github/workflows/a.yml': `env:\n${lines(n, (i) => `  V${i}: x`)}jobs:\n  a:\n    steps:\n${lines(n, () => `      - run: ${BUILD}`)}`,
      }),
  },
  {
    name: 'workflow: nested maps',
    n: 60,
    make: (n) =>
      plugin({
        '.github/workflows/a.yml': `# ${BUILD}\n${lines(n, (i) => `${' '.repeat(i)}env: { V${i}: x }\n${' '.repeat(i)}a:`)}`,
      }),
  },
  {
    name: 'script: builds',
    n: 1_000,
    make: (n) => plugin({ 'build.sh': lines(n, () => BUILD) }),
  },
  {
    name: 'script: variables',
    n: 2_000,
    make: (n) => plugin({ 'build.sh': `${lines(n, (i) => `V${i}=x`)}${BUILD}\n` }),
  },
  {
    name: 'script: exported variables and builds',
    n: 700,
    make: (n) => plugin({ 'build.sh': lines(n, (i) => `export V${i}=x\n${BUILD}`) }),
  },
  {
    name: 'script: a variable that grows',
    n: 2_000,
    make: (n) => plugin({ Makefile: `${lines(n, () => 'F += -v')}all:\n\t${BUILD} $(F)\n` }),
  },
  {
    name: 'script: variables that are as long as those before, twice',
    n: 16,
    make: (n) => plugin({ 'build.sh': `${doubling(n, (i, v) => `A${i}="${v}"`)}${BUILD} $A${n - 1}\n` }),
  },
  {
    name: 'Makefile: variables of variables, twice each',
    n: 16,
    make: (n) =>
      plugin({
        Makefile: `${lines(n, (i) => `A${i} = $(A${i + 1})$(A${i + 1})`)}A${n} = x\nall:\n\t${BUILD} $(A0)\n`,
      }),
  },
  {
    name: 'script: brackets that do not end',
    n: 10_000,
    make: (n) => plugin({ 'build.sh': `${'$( '.repeat(n)}\n${BUILD}\n` }),
  },
  {
    name: 'script: nested brackets',
    n: 1_000,
    make: (n) => plugin({ 'build.sh': `${'$(a '.repeat(n)}${')'.repeat(n)}\n${BUILD}\n` }),
  },
  {
    name: 'script: braces that do not end',
    n: 10_000,
    make: (n) => plugin({ 'build.sh': `${'${'.repeat(n)}\n${BUILD}\n` }),
  },
  {
    name: 'script: scripts in quotes',
    n: 1_000,
    make: (n) => plugin({ 'build.sh': lines(n, () => `sh -c "${BUILD}"`) }),
  },
  {
    name: 'script: words of a command',
    n: 5_000,
    make: (n) => plugin({ 'build.sh': `${BUILD} ${repeat(n, (i) => `w${i}`, ' ')}\n` }),
  },
  {
    name: 'script: quotes of an exec form',
    n: 5_000,
    make: (n) => plugin({ 'build.sh': `[${repeat(n, () => '"a" ', ' ')}x\n${BUILD}\n` }),
  },
  {
    name: 'script: spaces',
    n: 50_000,
    make: (n) => plugin({ 'build.sh': `a${' '.repeat(n)}b\n${BUILD}\n` }),
  },
  {
    name: 'script: spaces in a comment line with an image',
    n: 30_000,
    make: (n) => plugin({ 'build.sh': lines(n / 1000, () => `x${' '.repeat(1000)}nakama:1`) }),
  },
  {
    name: 'script: continued lines',
    n: 10_000,
    make: (n) => plugin({ 'build.sh': `${'a \\\n'.repeat(n)}\n${BUILD}\n` }),
  },
  {
    name: 'Makefile: lines',
    n: 2_500,
    make: (n) => plugin({ Makefile: `all:\n${lines(n, (i) => `\tcd d${i} && ls`)}\t${BUILD}\n` }),
  },
];
