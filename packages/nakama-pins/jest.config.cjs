// What is printed is compared without colour, which CI would switch on.
process.env.NO_COLOR = '1';

module.exports = {
  displayName: 'nakama-pins',
  preset: '../../jest.preset.js',
};
