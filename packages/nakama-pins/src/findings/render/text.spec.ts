import type { Finding } from '../finding';
import type { Outcome } from '../outcome';
import { docsUrl } from '../registry';
import { toFinding } from '../to-finding';
import { renderFindings, renderPages } from './text';

const findings = [3, 5].map(
  (line): Finding =>
    toFinding(
      {
        id: 'go-sum',
        severity: 'error',
        location: { file: 'go.mod', line, column: 1 },
        data: { kind: 'no file' },
      },
      '.',
      'declared',
    ),
);
const outcome: Outcome = {
  dir: '.',
  module: 'example.com/arena',
  kind: 'plugin',
  release: '3.40.0',
  proof: 'declared',
  verdict: 'fails',
  findings,
  problems: [],
  ok: false,
};

it('links a finding to its page where the terminal shows links', () => {
  const text = renderFindings(outcome, { color: false, links: true });
  expect(text).toContain(`go.mod:3:1 \u001b]8;;${docsUrl('go-sum')}\u0007go-sum\u001b]8;;\u0007\n`);
  expect(renderFindings(outcome, { color: false })).not.toContain('\u001b');
});

it('names the page of a kind once', () => {
  expect(renderPages([outcome, outcome])).toEqual([`about go-sum: ${docsUrl('go-sum')}`]);
  expect(renderPages([{ ...outcome, findings: [] }])).toEqual([]);
});
