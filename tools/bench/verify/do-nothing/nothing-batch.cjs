module.exports = async function* ({ tasks }) {
  for (const task of Object.keys(tasks)) {
    const now = Date.now();
    yield { task, result: { success: true, terminalOutput: '', startTime: now, endTime: now } };
  }
};
