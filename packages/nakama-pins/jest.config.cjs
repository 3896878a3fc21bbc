module.exports = {
  displayName: 'nakama-pins',
  preset: '../../jest.preset.js',
};
