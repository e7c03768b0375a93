import { Parser } from '@oclif/core';
import { describe, expect, it } from 'vitest';
import { normaliseArguments, UsageError } from '../../src/cli/args/argv.ts';
import { flagTable } from '../../src/cli/args/flag-table.ts';
import { withoutLetters } from '../../src/cli/args/without-letters.ts';
import Pod from '../../src/cli/commands/pod.ts';

const table = flagTable(Pod.flags);
const normalised = (line: string) => normaliseArguments(line === '' ? [] : line.split(' '), table);

/** What the command gets: the flags that were given, and the names. */
async function parsed(words: readonly string[]) {
  const { flags, argv } = await Parser.parse(normaliseArguments(words, table), {
    flags: withoutLetters(Pod).flags,
    args: Pod.args,
    strict: false,
  });
  const { output: _, color: __, 'chunk-size': ___, ...given } = flags;
  return { flags: given, names: argv };
}

describe('booleans', () => {
  it.each([
    ['-A', ['--all-namespaces']],
    ['--all-namespaces', ['--all-namespaces']],
    ['-A=true', ['--all-namespaces']],
    ['--debug=1', ['--debug']],
    ['--debug=T', ['--debug']],
    ['-A=false', []],
    ['--insecure-skip-tls-verify=false', []],
    ['--insecure-skip-tls-verify=F', []],
    ['--exit-zero=0', []],
    ['--debug=FALSE', []],
    ['-A -A=false', []],
    ['-Ah', ['--all-namespaces', '--help']],
    ['-hA=false', ['--help']],
    ['--help=false', []],
    ['--help=true', ['--help']],
    ['--exit-zero=false --exit-zero', ['--exit-zero']],
    ['--insecure-skip-tls-verify --insecure-skip-tls-verify=false', []],
    ['--all-namespaces=false -A --all-namespaces=false', []],
  ])('%s', (line, words) => expect(normalised(line)).toEqual(words));

  it('take no word after them', () => expect(normalised('-A false')).toEqual(['--all-namespaces', 'false']));

  it.each(['--debug=', '-A=', '-A=yes', '--exit-zero=maybe', '--debug=tRUE'])('%s is refused', (line) => {
    expect(() => normalised(line)).toThrow(UsageError);
    expect(() => normalised(line)).toThrow(
      /^invalid argument ".*" for "--[\w-]+" flag: true or false expected$/,
    );
  });
});

describe('flags with a value', () => {
  it.each([
    ['-n shop', ['--namespace=shop']],
    ['-nshop', ['--namespace=shop']],
    ['-n=shop', ['--namespace=shop']],
    ['--namespace shop', ['--namespace=shop']],
    ['--namespace=shop', ['--namespace=shop']],
    ['--namespace=', ['--namespace=']],
    ['-l a=b', ['--selector=a=b']],
    ['-la=b,c!=d', ['--selector=a=b,c!=d']],
    ['-l=a=b', ['--selector=a=b']],
    ['-ojson', ['--output=json']],
    ['-Aojson', ['--all-namespaces', '--output=json']],
    ['-Ao=json', ['--all-namespaces', '--output=json']],
    ['-Ao json web', ['--all-namespaces', '--output=json', 'web']],
    ['-Ao json -o text', ['--all-namespaces', '--output=text']],
    ['-Ao', ['--all-namespaces', '--output']],
    ['-nAo', ['--namespace=Ao']],
    ['--from -', ['--from=-']],
    ['--context a --context=b', ['--context=b']],
    ['-n one --namespace two -nthree', ['--namespace=three']],
    ['-o json web -o text', ['web', '--output=text']],
    ['--as-group a --as-group=b --as-group a', ['--as-group=a', '--as-group=b', '--as-group=a']],
    ['--as-group a,b', ['--as-group=a,b']],
    [
      '--as-user-extra scopes=x --as-user-extra scopes=y',
      ['--as-user-extra=scopes=x', '--as-user-extra=scopes=y'],
    ],
    ['--context', ['--context']],
    ['-n', ['--namespace']],
  ])('%s', (line, words) => expect(normalised(line)).toEqual(words));

  it.each([
    ['--context --debug', ['--context=--debug']],
    ['--as -A -A', ['--as=-A', '--all-namespaces']],
    ['--as -- web', ['--as=--', 'web']],
    ['--context --context --context=b', ['--context=b']],
    ['--token -x', ['--token=-x']],
  ])('%s: the next word is the value, whatever it looks like', (line, words) => {
    expect(normalised(line)).toEqual(words);
  });

  it('a value may hold spaces and lines, or nothing', () => {
    expect(normaliseArguments(['--user', 'a b\nc', '-n', '', '--context=x\ny'], table)).toEqual([
      '--user=a b\nc',
      '--namespace=',
      '--context=x\ny',
    ]);
  });
});

describe('what is no flag', () => {
  it.each([[''], ['web'], ['-'], ['pod/web api'], ['web -- --debug -A=false -n a -n b --nope']])(
    'stays: %s',
    (line) => expect(normalised(line)).toEqual(line === '' ? [] : line.split(' ')),
  );

  it.each([
    ['--nope web', '--nope'],
    ['-z', '-z'],
    ['-1', '-1'],
    ['---debug', '---debug'],
    ['--nope=x', '--nope'],
    ['--pasword=hunter2 web', '--pasword'],
    ['--=hunter2', '--'],
    ['--token:hunter2', '--token…'],
    ['--insecure-skip-tls-verify:false', '--insecure-skip-tls-verify…'],
    ['--étoken=hunter2', '--…'],
    ['-zhunter2', '-z'],
    ['-Azhunter2', '-z'],
    ['-Az=hunter2', '-z'],
    ['-A%hunter2', '-%'],
    ['-éhunter2', '-é'],
  ])('but looks like one is refused, without its value: %s', (line, flag) => {
    expect(() => normalised(line)).toThrow(
      new UsageError(
        flag.startsWith('--') ? `unknown flag: ${flag}` : `unknown shorthand flag: '${flag.slice(1)}'`,
      ),
    );
  });

  it('the first -- alone ends the flags', () => {
    expect(normalised('-A=false -- -A -- -A')).toEqual(['--', '-A', '--', '-A']);
  });
});

describe('together with the parser', () => {
  it('the names and the last of each flag arrive', async () => {
    const words = ['web', '-nshop', '--debug=false', 'api', '--namespace', 'prod', '-A=0', '--as-group=a'];
    expect(await parsed([...words, '--as-group', 'b', '-l', 'app in (a, b)', '--', '-odd'])).toEqual({
      flags: { namespace: 'prod', 'as-group': ['a', 'b'], selector: 'app in (a, b)' },
      names: ['web', 'api', '-odd'],
    });
  });

  it('a repeatable flag takes one word only', async () => {
    expect(await parsed(['--as-group', 'a', 'web'])).toEqual({
      flags: { 'as-group': ['a'] },
      names: ['web'],
    });
  });

  it.each([
    [['--namespace='], { namespace: '' }],
    [['-A', '--all-namespaces=false', '--exit-zero'], { 'exit-zero': true }],
    [['-Anshop'], { 'all-namespaces': true, namespace: 'shop' }],
    [['--token', '-x=y='], { token: '-x=y=' }],
    [['--token=-nhunter2'], { token: '-nhunter2' }],
    [['--as', '-A', '--password=-shop'], { as: '-A', password: '-shop' }],
    [['--request_timeout=5s'], { 'request-timeout': '5s' }],
  ])('%j', async (words, flags) => expect(await parsed(words)).toEqual({ flags, names: [] }));

  it.each([[['--context']], [['-o', 'wide']]])('%j is refused', async (words) => {
    await expect(parsed(words)).rejects.toThrow(/context|wide/);
  });
});
