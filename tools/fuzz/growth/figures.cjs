// Loaded before the program that is measured: writes at its end what time of the processor it took.
const { writeFileSync } = require('node:fs');

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  writeFileSync(process.env.GROWTH_FIGURES, JSON.stringify({ cpu: (user + system) / 1000 }));
});
