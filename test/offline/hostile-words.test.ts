import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import type { SecretReport } from '../../src/model/secret-report.ts';
import { nameFault } from '../../src/text/kubernetes-name.ts';
import { changes, fieldNames, hostileObjects } from '../support/hostile-objects.ts';
import { fuzzRuns } from '../support/hostile-values.ts';
import { runForms } from '../support/run-everything.ts';
import { shellPipeline } from '../support/shell-words.ts';

const inputOf = (objects: readonly object[]) =>
  JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });

/** Colours of our own; nothing else may begin with ESC. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const colours = /\u001b\[(?:0|1|2|22|31|32|33|36|39)m/g;

const damage = /\bNaN|Invalid Date|\[object |native code|undefined/;

function commandsOf({ report, secretReport }: { report: Report; secretReport: SecretReport }) {
  const findings = [
    ...report.pods.flatMap((pod) => pod.images.flatMap((image) => image.findings)),
    ...secretReport.secrets.flatMap((secret) => secret.findings),
  ];
  return [
    ...findings.flatMap((finding) => finding.fixes.map((fix) => fix.command)),
    ...[...report.problems, ...secretReport.problems].map((problem) => problem.check),
  ].filter((command) => command !== null);
}

/**
 * Everything that may begin with `-` in a suggested command; a name that others chose has nothing
 * to do here.
 */
const ourFlags =
  /^(?:-[noflpLAc]?|--(?:docker-(?:server|username|password)=.*|dry-run=client|force|local|watch|wait|type=merge|previous|overwrite|name|verb=get|resource=secrets|resource-name=[a-z0-9.-]+|role=[a-z-]+|user=\$USER_NAME|clusterrole=system:image-puller|serviceaccount=[a-z0-9:.-]+|field-selector=[\w.,=-]+))$/s;
const takesValue = new Set(['-n', '-o', '-f', '-l', '-L', '-p', '-c']);

function checkCommand(command: string): void {
  for (const words of shellPipeline(command))
    words.forEach((word, index) => {
      const before = words[index - 1] ?? '';
      if (before === '-n') expect(nameFault(word, 'label'), command).toBeNull();
      else if (!takesValue.has(before) && word.startsWith('-')) expect(word, command).toMatch(ourFlags);
    });
}

describe('words of others in any field of Pod, Event, Secret, ServiceAccount and Node', () => {
  it('end in no command as an option, show in no form as they are, and end no scan', async () => {
    let commands = 0;
    let withChange = 0;
    await fc.assert(
      fc.asyncProperty(changes, async (changed) => {
        const result = await runForms(inputOf(hostileObjects(changed)));
        for (const [form, text] of result.forms) {
          expect(text.replaceAll(colours, ''), form).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
          expect(text, form).not.toMatch(/^(?:pod\/payments-0|::error title=forged)/m);
          if (!['NaN'].some((word) => [...changed.values()].includes(word)))
            expect(text, form).not.toMatch(damage);
        }
        for (const command of commandsOf(result)) {
          checkCommand(command);
          commands++;
        }
        const pods = result.report.pods.map(({ namespace, name }) => `${namespace}/${name}`);
        expect(pods).toContain('shop/fine');
        if (pods.length > 1) withChange++;
      }),
      { numRuns: fuzzRuns(300) },
    );
    expect(commands).toBeGreaterThan(250);
    expect(withChange).toBeGreaterThan(50);
  });

  it.each(['constructor', '__proto__', 'toString'])(
    '%s in every field at once is an ordinary word',
    async (word) => {
      const without = new Set(['pod.namespace', 'pod.phase', 'pod.reason']);
      const changed = new Map(
        fieldNames.filter((field) => !without.has(field)).map((field) => [field, word]),
      );
      const { report } = await runForms(inputOf(hostileObjects(changed)));
      const pods = report.pods.map(({ namespace, name }) => `${namespace}/${name}`);
      expect(pods).toEqual(expect.arrayContaining(['shop/fine', `shop/${word}`]));
    },
  );

  it('gives commands for the same objects with ordinary words', async () => {
    const commands = commandsOf(await runForms(inputOf(hostileObjects(new Map()))));
    expect(commands.length).toBeGreaterThan(2);
    commands.forEach(checkCommand);
  });
});
