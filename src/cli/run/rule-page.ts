import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getAsset, isSea } from 'node:sea';
import { root } from '../program.ts';

/**
 * The page of a rule, in Markdown: a file of the package, or of a standalone executable a part of
 * itself.
 */
export async function rulePage(rule: string): Promise<string> {
  const page = `docs/rules/${rule}.md`;
  return isSea() ? getAsset(page, 'utf8') : readFile(join(root, page), 'utf8');
}
