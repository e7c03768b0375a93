import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Argument, Command, Fix } from '../../src/model/finding.ts';
import { type ConnectionFlags, fixCommand } from '../../src/report/shell.ts';

const fixOf = (...pipeline: readonly Command[]): Fix => ({ title: '', pipeline, effect: 'none', after: '' });
const line = (command: Command, flags: ConnectionFlags = []) => fixCommand(fixOf(command), flags);

/** The words that a POSIX shell makes of a line that calls `show`, or kubectl. */
function wordsOf(command: string | null, env: Readonly<Record<string, string>> = {}): readonly string[] {
  const script = `show() { printf '%s\\0' "$@"; }\nkubectl() { show "$@"; }\n${command}\n`;
  const { stdout, stderr } = spawnSync('sh', ['-s'], { input: script, encoding: 'utf8', env });
  expect(stderr).toBe('');
  return stdout.split('\0').slice(0, -1);
}

describe('quoting', () => {
  it.each([
    ['web-1', 'web-1'],
    ['--docker-server=https://index.docker.io/v1/', '--docker-server=https://index.docker.io/v1/'],
    ['a@b,c:d_e%f+g', 'a@b,c:d_e%f+g'],
    ['', "''"],
    ['two words', "'two words'"],
    ["jane's", "'jane'\\''s'"],
    ["'", "''\\'''"],
    ['robot$ci', "'robot$ci'"],
    ['$(rm -rf /)', "'$(rm -rf /)'"],
    ['`id`', "'`id`'"],
    ['a;b', "'a;b'"],
    ['a\nb', "'a\nb'"],
    ['web\n', "'web\n'"],
    ['~', "'~'"],
    ['*', "'*'"],
    ['{"spec":{}}', `'{"spec":{}}'`],
    ['grün', "'grün'"],
  ])('%j is %s', (word, quoted) => expect(line(['show', word])).toBe(`show ${quoted}`));

  it('gives a shell back what went in, whatever it is', () => {
    const hostile = fc.array(
      fc.constantFrom(
        "'",
        '"',
        '$',
        '`',
        '\\',
        '$(id)',
        '$HOME',
        '!',
        '\n',
        ' ',
        '\t',
        '*',
        '~',
        '#',
        ';',
        '&',
        '|',
        '-',
      ),
    );
    const word = fc
      .oneof(
        hostile.map((parts) => parts.join('')),
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'grapheme' }),
      )
      .map((text) => text.replaceAll('\0', '').toWellFormed());
    const words = fc.array(word, { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(words, ([first = '', ...rest]) => {
        expect(wordsOf(line(['show', first, ...rest]))).toEqual([first, ...rest]);
      }),
      { numRuns: 40 },
    );
  });

  it('a word to fill in is the value of a variable, as one word', () => {
    const command = line(['show', { prefix: '--docker-password=', fillIn: 'REGISTRY_PASSWORD' }, 'end']);
    expect(command).toBe('show --docker-password="$REGISTRY_PASSWORD" end');
    expect(wordsOf(command, { REGISTRY_PASSWORD: "a 'b' $c" })).toEqual([
      "--docker-password=a 'b' $c",
      'end',
    ]);
  });
});

describe('connection flags', () => {
  const flags: readonly Argument[] = ["--context=jane's", { prefix: '--token=', fillIn: 'KUBE_TOKEN' }];

  it('stand right behind kubectl', () => {
    const command = line(['kubectl', 'get', 'pod', 'web'], flags);
    expect(command).toBe(`kubectl '--context=jane'\\''s' --token="$KUBE_TOKEN" get pod web`);
    expect(wordsOf(command, { KUBE_TOKEN: 'x' })).toEqual([
      "--context=jane's",
      '--token=x',
      'get',
      'pod',
      'web',
    ]);
  });

  it('stand behind the whole command of a plugin, which kubectl lets have no flags before its name', () => {
    expect(line(['kubectl', 'pullcheck', 'pod', 'web', '-n', 'shop'], ['--context=prod'])).toBe(
      'kubectl pullcheck pod web -n shop --context=prod',
    );
  });

  it('are for kubectl alone', () => {
    expect(line(['docker', 'login', 'registry.acme.io'], flags)).toBe('docker login registry.acme.io');
  });

  it('go to every kubectl of a pipeline', () => {
    const fix = fixOf(
      ['kubectl', 'get', 'pod', 'web', '-o', 'json'],
      ['kubectl', 'replace', '--force', '-f', '-'],
    );
    expect(fixCommand(fix, ['--context=prod'])).toBe(
      'kubectl --context=prod get pod web -o json | kubectl --context=prod replace --force -f -',
    );
  });
});

it('a fix without commands has no line', () => expect(fixCommand(fixOf(), ['--context=prod'])).toBeNull());
