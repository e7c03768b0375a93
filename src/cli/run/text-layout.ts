import { chalkFor } from '../../report/text/finding-lines.ts';
import type { TextLayout } from '../../report/text/render-text.ts';
import { wantsColour } from '../args/colour.ts';
import type { ReportFlags } from '../args/common-flags.ts';

/**
 * How standard output, or a file in its place, is laid out: prose between 60 and 120 columns, 80
 * where there is no terminal; a screen of 40 lines at least.
 */
export const textLayout = ({
  color,
  'output-file': file,
}: Pick<ReportFlags, 'color' | 'output-file'>): TextLayout => {
  const { columns = 80, rows = 0, isTTY = false } = file === undefined ? process.stdout : {};
  return {
    width: Math.min(120, Math.max(60, columns)),
    screen: Math.max(40, rows),
    chalk: chalkFor(wantsColour(color, isTTY, process.env)),
  };
};
