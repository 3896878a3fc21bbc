module.exports = {
  displayName: 'nx-nakama-e2e',
  preset: '../../jest.preset.js',
  testMatch: ['<rootDir>/src/**/*.e2e.ts'],
};
