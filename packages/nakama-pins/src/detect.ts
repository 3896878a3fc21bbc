/** What Nx's project graph needs, and no more: Nx loads it for every command, and the rest takes longer than the work. */
export { mayEmbed } from './workspace/embed-pattern';
export { isInside } from './workspace/folders';
export { isForeign } from './workspace/foreign-folders';
export { type Embed, type ModuleReach, type ScanOf } from './workspace/module-reach';
export { PluginDetector, type PluginDetection } from './workspace/plugin-detector';
export { scanSource, type SkippedSource, type SourceScan } from './workspace/scan-source';
export { NAKAMA_JSON } from './workspace/nakama-json';
export { type Unseen } from './workspace/unseen';
export { nearMatch } from './input/json-file';
export { catalogMark } from './releases/catalog-mark';
export { TOOL_VERSIONS_SCRIPT } from './toolchain/tool-versions-script';
