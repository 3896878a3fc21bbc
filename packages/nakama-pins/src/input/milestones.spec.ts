import { withMilestones } from './milestones';
import type { ProgressEvent } from './progress';

function said(events: readonly ProgressEvent[]): (string | undefined)[] {
  const lines: (string | undefined)[] = [];
  const onProgress = withMilestones((event) => {
    if (event.kind === 'fetch') lines.push(event.says);
  });
  events.forEach(onProgress);
  return lines.filter((line) => line !== undefined);
}

it('says what is downloaded, how much that is, and each quarter once', () => {
  const events = Array.from({ length: 101 }, (_, i): ProgressEvent => {
    return { kind: 'fetch', what: 'Go 1.26.5', step: 'download', done: i * 720_000, total: 72_000_000 };
  });
  expect(said(events)).toEqual([
    'downloading Go 1.26.5 (72 MB): once, it is kept',
    'downloading Go 1.26.5: 25 %',
    'downloading Go 1.26.5: 50 %',
    'downloading Go 1.26.5: 75 %',
  ]);
});

it('says once what is unpacked, and what has no known size', () => {
  expect(
    said([
      { kind: 'fetch', what: 'a', step: 'download', done: 1, total: undefined },
      { kind: 'fetch', what: 'a', step: 'download', done: 9, total: undefined },
      { kind: 'fetch', what: 'a', step: 'unpack', done: 1, total: 9 },
      { kind: 'fetch', what: 'a', step: 'unpack', done: 8, total: 9 },
    ]),
  ).toEqual(['downloading a: once, it is kept', 'unpacking a']);
});
