export { COMPOSE_MAX_BYTES, readComposeImages } from './compose';
export { DOCKERFILE_MAX_BYTES, readDockerfileImages } from './dockerfile';
export { parseDotEnv } from './dot-env';
export { settableTags, setImageTags, type TagEdit } from './edit';
export { isComposeName, isDockerfileName, mentionsImages } from './recognition';
export type { TracedText } from './traced-text';
export type { ImageUse, TagLocation } from './types';
