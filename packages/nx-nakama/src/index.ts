export { createDependencies } from './graph/create-dependencies';
export { createNodes, createNodesV2 } from './graph/create-nodes';
export type { NakamaPluginOptions } from './graph/options';

/** Under this name Nx lists the plugin. */
export const name = 'nx-nakama';
