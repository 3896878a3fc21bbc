import { renderAnnotations } from './github';
import { renderGitlab } from './gitlab';
import { renderJunit } from './junit';
import type { Report } from './report';
import { renderSarif } from './sarif';

/** The forms for other tools, each the whole text of a file or of standard output. */
export const REPORTS = {
  sarif: renderSarif,
  junit: renderJunit,
  github: renderAnnotations,
  gitlab: renderGitlab,
} as const satisfies Readonly<Record<string, (report: Report) => string>>;

export type ReportFormat = keyof typeof REPORTS;
