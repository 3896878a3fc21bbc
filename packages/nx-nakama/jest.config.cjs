module.exports = {
  displayName: 'nx-nakama',
  preset: '../../jest.preset.js',
  moduleNameMapper: { '^nakama-pins$': '<rootDir>/../nakama-pins/src/index.ts' },
};
