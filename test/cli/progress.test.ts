import { expect, it, onTestFinished, vi } from 'vitest';
import { endProgress, scanProgress } from '../../src/cli/run/progress.ts';

/** What standard error is given, as a terminal or not. */
function written(isTTY: boolean): readonly string[] {
  const texts: string[] = [];
  const before = process.stderr.isTTY;
  process.stderr.isTTY = isTTY;
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => texts.push(String(text)) > 0);
  onTestFinished(() => {
    write.mockRestore();
    process.stderr.isTTY = before;
  });
  return texts;
}

it('adds up scans that run side by side, in one line, and begins anew after them', () => {
  const texts = written(true);
  const [east, west] = [scanProgress(), scanProgress()];
  east(500, 2);
  west(10, 0);
  east(510, 3);
  endProgress();
  scanProgress()(1, 0);
  endProgress();
  expect(texts.map((text) => text.trim()).filter((text) => text !== '')).toEqual([
    '500 Pods scanned in 2 contexts, 2 with a pull problem',
    '510 Pods scanned in 2 contexts, 2 with a pull problem',
    '520 Pods scanned in 2 contexts, 3 with a pull problem',
    '1 Pod scanned, 0 with a pull problem',
  ]);
});

it('shows nothing where standard error is no terminal', () => {
  const texts = written(false);
  scanProgress()(500, 2);
  endProgress();
  expect(texts).toEqual([]);
});
