import type { OnProgress, ProgressEvent } from './progress';

type Fetch = Extract<ProgressEvent, { kind: 'fetch' }>;

/** Adds to each fetch what a log without a bar has to say. */
export function withMilestones(onProgress: OnProgress): OnProgress {
  const quarters = new Map<string, number>();
  return (event) => {
    if (event.kind !== 'fetch') return onProgress(event);
    const key = `${event.step} ${event.what ?? ''}`;
    const quarter = quarterOf(event);
    const before = quarters.get(key);
    quarters.set(key, quarter);
    onProgress(
      quarter === before ? event : { ...event, says: wordsOf(event, quarter, before === undefined) },
    );
  };
}

function quarterOf({ step, done, total }: Fetch): number {
  return step === 'unpack' || !total ? 0 : Math.floor((done / total) * 4);
}

function wordsOf({ step, what = 'Go', total }: Fetch, quarter: number, isFirst: boolean): string | undefined {
  if (step === 'unpack') return `unpacking ${what}`;
  if (!isFirst) return quarter < 4 ? `downloading ${what}: ${quarter * 25} %` : undefined;
  const size = total === undefined ? '' : ` (${Math.ceil(total / 1e6)} MB)`;
  return `downloading ${what}${size}: once, it is kept`;
}
