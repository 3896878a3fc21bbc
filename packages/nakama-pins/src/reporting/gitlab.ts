import type { Report } from './report';

const SEVERITIES = { problem: 'blocker', error: 'critical', undecided: 'major', warning: 'minor' } as const;

/** GitLab's code quality: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
export function renderGitlab({ entries }: Report): string {
  const issues = entries.map(({ rule, severity, file, line, message, fix, fingerprint }) => ({
    type: 'issue',
    check_name: rule.id,
    description: fix === undefined ? message : `${message}; fix: ${fix}`,
    content: { body: `[${rule.title}](${rule.helpUri})` },
    categories: ['Compatibility'],
    severity: SEVERITIES[severity],
    fingerprint,
    location: { path: file, lines: { begin: line } },
  }));
  return `${JSON.stringify(issues, null, 2)}\n`;
}
