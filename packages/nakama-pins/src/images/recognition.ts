/**
 * Files with the name of a Dockerfile that are not one: ignore lists, templates, notes, editors' copies, copies by date,
 * and the remains of a write that was killed (write-file-atomic: a number of up to ten digits).
 */
const NO_DOCKERFILE = /\.(?:dockerignore|md|txt|j2|tmpl|tpl|template|erb|bak|orig|swp|\d{6,10})$|~$/i;

/** Whether Docker or Podman would take a file of this name for a Dockerfile. */
export function isDockerfileName(name: string): boolean {
  return /^(?:Dockerfile|Containerfile)(?:\..+)?$|.\.dockerfile$/i.test(name) && !NO_DOCKERFILE.test(name);
}

/** `compose.yml`, `compose.prod.yaml`, `docker-compose.yml`, `docker-compose-dev.yaml` and their like. */
export function isComposeName(name: string): boolean {
  return /^(?:compose(?:\..+)?|docker-compose.*)\.ya?ml$/.test(name);
}

/**
 * Whether a Dockerfile, compose file or .env can name an image that a Nakama plugin depends on. Cheap, so
 * ask it before parsing.
 */
export function mentionsImages(text: string): boolean {
  return /nakama|golang/i.test(text);
}
