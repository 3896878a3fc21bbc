export { COMPOSE_MAX_BYTES, readComposeImages } from './compose';
export { DOCKERFILE_MAX_BYTES, readDockerfileImages } from './dockerfile';
export { parseDotEnv } from './dot-env';
export { isComposeName, isDockerfileName, mentionsImages } from './recognition';
export type { ImageUse } from './types';
