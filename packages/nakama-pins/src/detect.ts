/** What Nx's project graph needs, and no more: Nx loads it for every command, and the rest takes longer than the work. */
export { mayEmbed } from './workspace/embed-pattern';
export { isIn, isInside } from './workspace/folders';
export { isForeign } from './workspace/foreign-folders';
export { type LookKind, type LookStore, type ModuleLook, ModuleLooks } from './workspace/module-looks';
export { type Embed, type ModuleReach } from './workspace/module-reach';
export { type PluginDetection } from './workspace/plugin-detector';
export { type Skipped } from './workspace/scan-folder';
export { type Kept, type KeptAnswers } from './workspace/trace-memo';
export { type Question } from './workspace/stamped-folders';
export { NAKAMA_JSON } from './workspace/nakama-json';
export { type Unseen } from './workspace/unseen';
export { nearMatch } from './input/json-file';
export { printable } from './input/printable';
export { readBytesIfPossible } from './input/read-disk';
export { type FileToWrite, writeFiles } from './input/write-file';
export { catalogMark } from './releases/catalog-mark';
export { TOOL_VERSIONS_SCRIPT } from './toolchain/tool-versions-script';
