const { posix } = require('node:path');

/**
 * Projects for the go.mod files, as the plugin's options in nx.json say: `project` is that of the one whose name is `first`,
 * which the others have with their own name.
 */
const createNodes = [
  '**/go.mod',
  (files, { first, project }) => {
    const text = JSON.stringify(project);
    return files.map((file) => {
      const root = posix.dirname(file);
      const name = posix.basename(root);
      return [file, { projects: { [root]: { ...JSON.parse(text.replaceAll(first, name)), name, root } } }];
    });
  },
];

module.exports = { name: 'nx-do-nothing', createNodes, createNodesV2: createNodes };
