import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commands } from '../../../src/cli/command-loaders.ts';
import { commandTable } from '../../../src/cli/completion/command-table.ts';
import { render, wanted } from '../../../src/cli/completion/complete.ts';
import { readLine } from '../../../src/cli/completion/read-line.ts';

const table = await commandTable();

/**
 * What completes the last of the words: candidates without their descriptions, or what would be
 * looked up.
 */
function proposed(...words: readonly string[]): string {
  const line = readLine(words.slice(0, -1), table);
  const want = wanted(line, words.at(-1) ?? '', table);
  const { values, typed, lead, taken } = want;
  const rest = `${lead}|${typed}${taken.length === 0 ? '' : ` but ${taken.join(' ')}`}`;
  if (values.kind === 'objects') return `${values.resource} ${rest}`;
  if (values.kind === 'kubeconfig') return `${values.entries} ${rest}`;
  if (values.kind === 'rules' || values.kind === 'files') return values.kind;
  const lines = render(want, values.candidates).trimEnd().split('\n');
  expect(lines.pop()).toBe(':4');
  return lines.map((one) => one.replace(/\t.*/, '')).join(' ');
}

const kinds = 'cronjob daemonset deployment job pod replicaset statefulset';
const formats = 'text json yaml markdown junit github sarif html prometheus name';

describe('words', () => {
  it.each<[readonly string[], string]>([
    [[''], Object.keys(commands).join(' ')],
    [['p'], 'pod'],
    [['pods'], 'pods'],
    [['s'], 'secret statefulset'],
    [['sts'], 'sts'],
    [['statefulsets.'], 'statefulsets.apps'],
    [['nonsense'], ''],
    [['-n', 'shop', 'dep'], 'deployment'],
    [['--context=prod', '-A', 'dae'], 'daemonset'],
    [['pod', ''], 'pods |'],
    [['pod', 'we'], 'pods |we'],
    [['Pod', 'we'], 'pods |we'],
    [['po', 'we'], 'pods |we'],
    [['pods', 'web', 'd'], 'pods |d but web'],
    [['pod/we'], 'pods pod/|we'],
    [['po/'], 'pods po/|'],
    [['PO/w'], 'pods PO/|w'],
    [['pod/web', ''], 'pods | but web'],
    [['pod', 'pod/web', 'pods/d'], 'pods pods/|d but web'],
    [['pod', 'deploy/w'], ''],
    [['deploy/w'], 'deployments deploy/|w'],
    [['deployments.apps/w'], 'deployments deployments.apps/|w'],
    [['sts', 'd'], 'statefulsets |d'],
    [['ds', ''], 'daemonsets |'],
    [['rs', ''], 'replicasets |'],
    [['job', ''], 'jobs |'],
    [['cj', ''], 'cronjobs |'],
    [['deployment', 'web', ''], 'deployments | but web'],
    [['deployment', 'deploy/w'], 'deployments deploy/|w'],
    [['deploy/web', ''], 'deployments | but web'],
    [['secret', 'reg'], 'secrets |reg'],
    [['secrets/reg'], 'secrets secrets/|reg'],
    [['secret', 'regcred', 'secret/'], 'secrets secret/| but regcred'],
    [['explain', 'pull'], 'rules'],
    [['explain', 'no-pull-secret', ''], ''],
    [['explain/pull'], ''],
    [['image', 'ngi'], ''],
    [['image/ngi'], ''],
    [['manifest', ''], ''],
    [['version', ''], ''],
    [['completion', ''], ''],
    [['collect', ''], kinds],
    [['collect', 'pod'], 'pod'],
    [['collect', 'deploy'], 'deployment'],
    [['collect', 'cj'], 'cj'],
    [['collect', 'pod', 'w'], 'pods |w'],
    [['collect', 'po/w'], 'pods po/|w'],
    [['collect', 'pod/web', 'pod/'], 'pods pod/| but web'],
    [['collect', 'pod/web', 'd'], 'pods |d but web'],
    [['collect', 'deploy', 'web', ''], 'deployments | but web'],
    [['collect', 'deploy/web', 'pod/'], ''],
    [['collect', 'secret', ''], ''],
    [['collect', 'secret/'], ''],
    [['collect/'], ''],
    [['verify', ''], kinds],
    [['verify', 'deploy', 'w'], 'deployments |w'],
    [['verify', 'pod', 'web', ''], ''],
    [['verify', 'pod/web', ''], ''],
    [['verify', 'secret', ''], ''],
    [['nonsense', ''], ''],
    [['nonsense', '-'], ''],
    [['constructor/', ''], ''],
    [['pod/', ''], ''],
    [['--', ''], ''],
  ])('%j: %s', (words, expected) => {
    expect(proposed(...words)).toBe(expected);
  });

  it.each([['-A'], ['--all-namespaces=true'], ['-l', 'app=web'], ['--field-selector=status.phase=Pending']])(
    'are not named where Pods are looked for: %s',
    (...flags) => {
      expect(proposed('pod', ...flags, '')).toBe('');
      expect(proposed(...flags, 'collect', 'pod', '')).toBe('');
    },
  );

  it('are named where the search was turned off', () => {
    expect(proposed('pod', '-A', '-A=false', '')).toBe('pods |');
  });

  it('are no flags behind --', () => {
    expect(proposed('pod', '--', '-')).toBe('pods |-');
    expect(proposed('pod', '-n', 'shop', '--', '-n', '')).toBe('pods | but -n');
  });
});

describe('flags', () => {
  it.each<[readonly string[], string]>([
    [['explain', '-'], '--output -o --help'],
    [['explain', '--'], '--output --help'],
    [['explain', '--o'], '--output'],
    [['explain', '-o'], '-o'],
    [['explain', '-o', 'json', '-'], '--help'],
    [['completion', '-'], '--install --uninstall --help'],
    [['pod', '--all-'], '--all-namespaces --all-findings --all-contexts'],
    [['pod', 'web', '--all-'], '--all-findings'],
    [['pod', '-A', '--all-'], '--all-findings --all-contexts'],
    [['pod', '--sel'], '--selector'],
    [['pod', 'web', '--sel'], ''],
    [['deployment', '--all-'], '--all-namespaces --all-findings --all-contexts'],
    [['-n', 'shop', '--conte'], '--context --contexts'],
    [['--chunk'], '--chunk-size'],
    [['pod', '--as=a', '--as'], '--as-group --as-uid --as-user-extra'],
    [['pod', '--as-group=a', '--as-g'], '--as-group'],
    [['image', '--secret', 'a', '--secret'], '--secret'],
    [['pod', '--no-such'], ''],
  ])('%j: %s', (words, expected) => {
    expect(proposed(...words)).toBe(expected);
  });

  it('are described', () => {
    const line = readLine(['version'], table);
    const want = wanted(line, '--clu', table);
    const candidates = want.values.kind === 'fixed' ? want.values.candidates : [];
    expect(render(want, candidates)).toBe('--cluster\tname of the kubeconfig cluster\n:4\n');
  });
});

describe('values of flags', () => {
  it.each<[readonly string[], string]>([
    [['pod', '-o', ''], formats],
    [['pod', '-o', 'j'], 'json junit'],
    [['pod', '--output', 'j'], 'json junit'],
    [['pod', '--output=j'], 'json junit'],
    [['pod', '-o=j'], 'json junit'],
    [['pod', '-oj'], '-ojson -ojunit'],
    [['pod', '-Aoj'], '-Aojson -Aojunit'],
    [['pod', '-Ao=j'], 'json junit'],
    [['pod', '-Ao', 'j'], 'json junit'],
    [['-o', 'gi'], 'github'],
    [['pod', '-o', 'json', '-o', 'j'], 'json junit'],
    [['collect', '-o', ''], 'yaml json'],
    [['version', '-o', ''], 'text json'],
    [['pod', '--color='], 'auto always never'],
    [['pod', '--color', 'a'], 'auto always'],
    [['pod', '--debug='], 'true false'],
    [['pod', '-A='], 'true false'],
    [['pod', '-n', ''], 'namespaces |'],
    [['pod', '-nsh'], 'namespaces -n|sh'],
    [['pod', '-n=sh'], 'namespaces |sh'],
    [['pod', '--namespace=sh'], 'namespaces |sh'],
    [['-n', 'sh'], 'namespaces |sh'],
    [['pod', '-n', '-'], 'namespaces |-'],
    [['--context', 'p'], 'contexts |p'],
    [['pod', '--cluster='], 'clusters |'],
    [['pod', '--user', ''], 'users |'],
    [['image', 'nginx', '--serviceaccount', 'b'], 'serviceaccounts |b'],
    [['image', '--secret', 'a', '--secret='], 'secrets | but a'],
    [['pod', '--from', ''], 'files'],
    [['pod', '--from=ex'], 'files'],
    [['manifest', '-f', './'], 'files'],
    [['manifest', '-f./'], 'files'],
    [['pod', '--kubeconfig', ''], 'files'],
    [['pod', '--certificate-authority='], 'files'],
    [['pod', '--client-certificate', ''], 'files'],
    [['pod', '--client-key', ''], 'files'],
    [['pod', '--token', ''], ''],
    [['pod', '-l', ''], ''],
    [['pod', '--server='], ''],
    [['pod', '--chunk-size', ''], ''],
    [['pod', '--no-such='], ''],
  ])('%j: %s', (words, expected) => {
    expect(proposed(...words)).toBe(expected);
  });
});

describe('whatever is typed', () => {
  const word = fc.oneof(
    fc.constantFrom(
      'pod',
      'deploy/web',
      'collect',
      'secret',
      '-n',
      '--from',
      '-A',
      '--',
      '-',
      '',
      '/',
      '-o=',
    ),
    fc.constantFrom(...Object.keys(commands), '--output', '--context', 'pod/', 'po/w', '-oj', '__proto__'),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'binary' }).map((text) => `--${text}`),
    fc.string({ unit: 'binary' }).map((text) => `pod/${text}`),
  );
  const name = fc.oneof(
    fc.stringMatching(/^[a-z0-9.-]{1,8}$/),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '$(reboot)',
      '`reboot`',
      'a\nb',
      'a\tb',
      ':4',
      '-A',
      'x;y',
      'a b',
      '\u001b[2J',
      '~',
      'a*',
    ),
  );

  it('is answered in the protocol, whatever the names are', () => {
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 6 }),
        fc.array(name),
        fc.string(),
        (words, names, description) => {
          const want = wanted(readLine(words.slice(0, -1), table), words.at(-1) ?? '', table);
          const candidates =
            want.values.kind === 'fixed'
              ? want.values.candidates
              : names.map((value) => ({ value, description }));
          const lines = render(want, candidates).split('\n');
          expect(lines.pop()).toBe('');
          expect(lines.pop()).toBe(want.values.kind === 'files' ? ':0' : ':4');
          for (const line of lines) {
            expect(line).toMatch(/^[\w@%+=:,./-]+(\t[^\p{Cc}]+)?$/u);
            const [candidate = ''] = line.split('\t');
            expect(candidate.startsWith(want.lead + want.typed)).toBe(true);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
