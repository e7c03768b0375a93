import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root, runProgram } from '../support/run-program.ts';

/**
 * Whole outputs as documentation: each file shows a command, what it prints and its exit code.
 * `UPDATE_GOLDEN=1 npx vitest run test/offline/golden.test.ts` writes them anew, for a reviewer to
 * read.
 */
const folder = join(root, 'test/offline/golden');
const files = readdirSync(folder).filter((name) => name.endsWith('.md'));

const block = (content: string, kind: string) =>
  new RegExp(`^\`\`\`${kind}\\n([^]*?)^\`\`\`$`, 'm').exec(content)?.[1] ?? '';

describe('golden output', () => {
  it('has files', () => expect(files.length).toBeGreaterThan(8));

  it.concurrent.each(files)('%s', async (file) => {
    const path = join(folder, file);
    const content = readFileSync(path, 'utf8');
    const [title = ''] = content.split('\n');
    const command = block(content, 'sh').trim();
    const [, program, ...args] = command.split(/\s+/);
    expect(program).toBe('pullcheck');
    const run = await runProgram(args);
    const stderr = run.stderr === '' ? '' : `\nstandard error\n\n\`\`\`console\n${run.stderr}\`\`\`\n`;
    // Markdown output has fences of its own
    const fence = run.stdout.includes('```') ? '````' : '```';
    const now = `${title}\n\n\`\`\`sh\n${command}\n\`\`\`\n\n${fence}text\n${run.stdout}${fence}\n${stderr}\nexit code ${run.code}\n`;
    if (process.env['UPDATE_GOLDEN'] !== undefined) writeFileSync(path, now);
    else expect(now).toBe(content);
  });
});
