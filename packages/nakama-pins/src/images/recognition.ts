/** What a file that can name an image is. Each kind has its reader. */
export type ImageFileKind = 'dockerfile' | 'compose' | 'yaml' | 'text';

/**
 * Files with the name of a Dockerfile that are not one: ignore lists, templates, notes, editors' copies, copies by date,
 * and the remains of a write that was killed (input/replace-file.ts; a number, from before 0.3).
 */
const NO_DOCKERFILE =
  /\.(?:dockerignore|md|txt|j2|tmpl|tpl|template|erb|bak|orig|swp|\d{6,10}|nakama-pins-\d+-[\da-f-]+)$|~$/i;

/** Source code about Dockerfiles; `Dockerfile.go` with a capital is a Dockerfile. */
const SOURCE_CODE = /^dockerfile\.(?:[cm]?[jt]sx?|go|py|rb|rs|java|kt|cs|php|lua|json|ya?ml|sh)$/;

/** Whether Docker or Podman would be given a file of this name as a Dockerfile: `Dockerfile1`, `Dockerfile-dev` … */
export function isDockerfileName(name: string): boolean {
  const isNamed =
    /^(?:Dockerfile|Containerfile)(?:\d+|[._-].+)?$|.\.dockerfile$|.[._-](?:Dockerfile|Containerfile)$/i;
  return isNamed.test(name) && !NO_DOCKERFILE.test(name) && !SOURCE_CODE.test(name);
}

/** `compose.yml`, `compose.prod.yaml`, `docker-compose.yml`, `docker-compose-dev.yaml` and their like. */
export function isComposeName(name: string): boolean {
  return /^(?:compose(?:\..+)?|docker-compose.*)\.ya?ml$/.test(name);
}

/** Scripts, Makefiles, justfiles, and files of deployment tools. */
const TEXT =
  /\.(?:sh|bash|bat|cmd|ps1|mk|just|tf|hcl|nomad)$|^(?:GNUm|[Mm])akefile$|^\.?justfile$|^fly(?:\..+)?\.toml$/i;

/** By the name of a file alone; undefined if it is none that names images. */
export function imageFileKind(name: string): ImageFileKind | undefined {
  if (isComposeName(name)) return 'compose';
  if (isDockerfileName(name)) return 'dockerfile';
  if (/\.ya?ml$/i.test(name)) return 'yaml';
  return TEXT.test(name) || /^\.?devcontainer\.json$/.test(name) ? 'text' : undefined;
}

/**
 * Whether a Dockerfile, compose file or .env can name an image that a Nakama plugin depends on. Cheap, so
 * ask it before parsing.
 *
 * @param names of further images
 */
export function mentionsImages(text: string, names: readonly string[] = []): boolean {
  return /nakama|golang/i.test(text) || names.some((name) => text.includes(name));
}
