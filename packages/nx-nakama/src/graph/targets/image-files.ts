/**
 * Files that a folder may hold for all plugins below it: images, the values of their variables, and build commands.
 * Wider than what is read, and without alternatives in braces, which Nx 22 takes apart at the comma.
 */
export const IMAGE_FILES = [
  '*[Dd]ockerfile*',
  '*[Cc]ontainerfile*',
  '*compose*.y*ml',
  '.env',
  '*[Mm]akefile',
  '*.mk',
  '*[Jj]ustfile',
  '[Tt]askfile*.y*ml',
  '*.sh',
  '*.bat',
  '*.cmd',
  '*.ps1',
];

/** Folders at the root with deployments, workflows and scripts of all plugins; `nakama-pins` reads the same. */
export const TOOL_FILES = [
  '.gitlab-ci.yml',
  '.devcontainer/**/*',
  '.github/workflows/*',
  'deploy*/**/*',
  'docker*/**/*',
  'infra*/**/*',
  'k8s/**/*',
  'scripts/**/*',
].map((file) => `{workspaceRoot}/${file}`);

/**
 * Where no nakama.json names a release, the whole repository may: by images in any file, and for a library by the
 * plugins that use it.
 */
export const WHOLE_REPOSITORY = [
  ...IMAGE_FILES.map((file) => `**/${file}`),
  '**/*.y*ml',
  '**/*.bash',
  '**/*.just',
  '**/*.tf',
  '**/*.hcl',
  '**/*.nomad',
  '**/fly*.toml',
  '**/*devcontainer.json',
  '**/go.mod',
  '**/.gitignore',
  '**/nakama.json',
].map((file) => `{workspaceRoot}/${file}`);
