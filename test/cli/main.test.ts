import { describe, expect, it } from 'vitest';
import { runProgram } from '../support/run-program.ts';
import { runOffline } from './run-offline.ts';

const pod = 'web-5bf7847f96-7hlch';

describe('the word before the flags', () => {
  it.each([['pods', pod], ['po', pod], [`pod/${pod}`], [`po/${pod}`], ['pod', `pods/${pod}`]])(
    '%s %s',
    async (...words) => {
      const run = await runProgram([...words, '--from', 'examples/port-mismatch.yaml', '-ojson']);
      expect(JSON.parse(run.stdout)).toMatchObject({ pods: [{ name: pod }], problems: [] });
      expect(run.code).toBe(1);
    },
  );

  it.each(['Constructor', 'toString/x', '__proto__'])('%s is no command', async (word) => {
    const run = await runProgram([word, 'web']);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(/^error: unknown command ".*\(see kubectl pullcheck --help\)\n$/);
  });
});

describe('flags of the whole program', () => {
  it('an empty namespace is none', async () => {
    const [empty, without] = [await runOffline('--namespace='), await runOffline()];
    expect(empty).toEqual(without);
    expect(empty.stdout).toContain(`pod/${pod} in shop`);
  });

  it('-A wins over -n, and -A=false does not', async () => {
    expect((await runOffline('-A', '-n', 'other')).stdout).toContain(`pod/${pod} in shop`);
    expect((await runOffline('-A', '-n', 'other', '-A=false')).stderr).toContain(
      'the file holds no pods of namespace other',
    );
  });

  it('--exit-zero turns 1 into 0, unless it is turned off again', async () => {
    expect((await runOffline('--exit-zero')).code).toBe(0);
    expect((await runOffline('--exit-zero', '--exit-zero=false')).code).toBe(1);
  });

  it('colours only when told to: the output is no terminal', async () => {
    const plain = await runOffline();
    const coloured = await runOffline('--color=always');
    expect(plain.stdout).not.toContain('\u001b');
    expect(coloured.stdout).toContain('\u001b[31m✗\u001b[39m app');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape is what is looked for
    expect(coloured.stdout.replaceAll(/\u001b\[\d+m/g, '')).toBe(plain.stdout);
  });

  it('standard input that is not asked for is left alone', async () => {
    const run = await runProgram(['pod', '--from', 'examples/port-mismatch.yaml'], { input: 'other\n' });
    expect(run.stdout).toContain(`pod/${pod} in shop`);
  });
});
