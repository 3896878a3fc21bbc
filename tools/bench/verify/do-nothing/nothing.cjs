module.exports = async () => ({ success: true });
