/** What Nx's project graph needs, and no more: Nx loads it for every command, and the rest takes longer than the work. */
export { isForeign } from './workspace/foreign-folders';
export { PluginDetector, type PluginDetection } from './workspace/plugin-detector';
export { NAKAMA_JSON } from './workspace/nakama-json';
export { nearMatch } from './input/json-file';
export { catalogMark } from './releases/catalog-mark';
