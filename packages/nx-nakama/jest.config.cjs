module.exports = {
  displayName: 'nx-nakama',
  preset: '../../jest.preset.js',
  moduleNameMapper: {
    '^nakama-pins$': '<rootDir>/../nakama-pins/src/index.ts',
    '^nakama-pins/plan$': '<rootDir>/../nakama-pins/src/plan.ts',
    '^nakama-pins/scaffold$': '<rootDir>/../nakama-pins/src/scaffold.ts',
    '^nakama-pins/add$': '<rootDir>/../nakama-pins/src/add.ts',
    '^nakama-pins/detect$': '<rootDir>/../nakama-pins/src/detect.ts',
  },
};
