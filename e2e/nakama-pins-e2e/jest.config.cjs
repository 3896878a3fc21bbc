module.exports = {
  displayName: 'nakama-pins-e2e',
  preset: '../../jest.preset.js',
  testMatch: ['<rootDir>/src/**/*.e2e.ts'],
};
