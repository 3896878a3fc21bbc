const { posix } = require('node:path');

/** Projects for the go.mod files, with the targets that nx.json gives in the plugin's options. */
const createNodes = [
  '**/go.mod',
  (files, { targets }) =>
    files.map((file) => {
      const root = posix.dirname(file);
      return [file, { projects: { [root]: { name: posix.basename(root), root, targets } } }];
    }),
];

module.exports = { name: 'nx-do-nothing', createNodes, createNodesV2: createNodes };
