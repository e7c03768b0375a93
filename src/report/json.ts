import type { Report } from '../model/report.ts';

/** A report as indented JSON with a last newline. */
export const renderJson = (report: Report): string => `${JSON.stringify(report, null, 2)}\n`;
