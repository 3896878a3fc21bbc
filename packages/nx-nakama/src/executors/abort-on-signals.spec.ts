import { receiveSignal } from '../testing/executor-runs';
import { withAbortOnSignals } from './abort-on-signals';

describe('withAbortOnSignals', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'aborts at %s, and listens no longer than the work',
    async (name) => {
      const before = process.listenerCount(name);
      const reason = await withAbortOnSignals(async (signal) => {
        receiveSignal(name);
        return signal.reason as Error;
      });
      expect(reason.message).toBe(`stopped by ${name}`);
      expect(process.listenerCount(name)).toBe(before);
    },
  );

  it('listens no longer where the work fails', async () => {
    const before = process.listenerCount('SIGINT');
    await expect(withAbortOnSignals(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(process.listenerCount('SIGINT')).toBe(before);
  });
});
