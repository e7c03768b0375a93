import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../src/cluster/object-reader.ts';
import type { Report } from '../../src/model/report.ts';
import { accountObject, eventObject, secretObject } from '../support/objects.ts';
import { runProgram } from '../support/run-program.ts';
import { secretValues } from '../support/secret-values.ts';
import { badLogin, unauthorized } from '../support/words.ts';
import { registryOf, shapedSecrets } from './secret-shapes.ts';

/** A Pod that fails to pull, and the event that says so. */
function failingPod(namespace: string, index: number, image: string, says: string): readonly KubeObject[] {
  const name = `web-${index}`;
  const waiting = { reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}"` };
  return [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { namespace, name, uid: `uid-${name}` },
      spec: {
        containers: [{ name: 'app', image }],
        imagePullSecrets: [{ name: `pull-${index}` }],
        nodeName: 'worker-3',
      },
      status: { phase: 'Pending', containerStatuses: [{ name: 'app', image, state: { waiting } }] },
    },
    eventObject(namespace, name, 0, {
      reason: 'Failed',
      message: `Failed to pull image "${image}": ${says}`,
    }),
  ];
}

/**
 * Every Secret on three Pods: one of the registry that it is meant for, one of the same registry with another port, and one in a namespace
 * that does not hold it.
 */
const objects = [
  ...shapedSecrets.flatMap(({ type, data }, index) => {
    const image = `${registryOf(index)}/shop/api:1.4`;
    const port = `${registryOf(index)}:5000/shop/api:1.4`;
    const says = index % 2 === 0 ? unauthorized : badLogin;
    const secret = secretObject('shop', `pull-${index}`, { type, data });
    return [
      secret,
      ...failingPod('shop', index, image, says(image)),
      { ...secret, metadata: { ...secret.metadata, namespace: 'port' } },
      ...failingPod('port', index, port, says(port)),
      ...failingPod('bare', index, image, says(image)),
    ];
  }),
  ...['shop', 'port', 'bare'].map((namespace) => accountObject(namespace, { list: [] })),
  secretObject('bare', 'bystander', { type: 'Opaque', data: { color: 'green' } }),
];

const path = join(mkdtempSync(join(tmpdir(), 'pullcheck-')), 'list.json');
writeFileSync(path, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));

const piece = 8;

/** Every run of eight characters, white space and letter case aside: a part of a credential is one too, however it is broken. */
function piecesOf(text: string): ReadonlySet<string> {
  const plain = text.toLowerCase().replaceAll(/\s/g, '');
  const pieces = new Set<string>();
  for (let at = 0; at + piece <= plain.length; at++) pieces.add(plain.slice(at, at + piece));
  return pieces;
}

/** The shapes whose credentials an output shows in whole or in part. */
function disclosedIn(output: string): readonly string[] {
  const shown = piecesOf(output);
  return shapedSecrets
    .filter(({ hidden }) => hidden.some((value) => [...piecesOf(value)].some((one) => shown.has(one))))
    .map(({ shape }) => shape);
}

describe('no credential in any output', () => {
  it('has 60 shapes of Secrets and finds a part of a planted password', () => {
    expect(shapedSecrets.length).toBeGreaterThan(60);
    const [{ shape, hidden } = { shape: '', hidden: [] }] = shapedSecrets;
    expect(disclosedIn(`password: ${hidden[0]?.slice(4, 13).toUpperCase()}`)).toEqual([shape]);
  });

  it.each([
    ['text', ['--color=always']],
    ['json', ['-o', 'json']],
    ['debug', ['--debug']],
  ])('%s', async (form, flags) => {
    const run = await runProgram(['pod', '-A', '--from', path, ...flags]);
    expect(run.code).toBe(1);
    if (form === 'json') {
      const { summary } = JSON.parse(run.stdout) as Report;
      expect(summary.failing).toBe(3 * shapedSecrets.length);
      expect(summary.causes.length).toBeGreaterThan(8);
    }
    for (const output of [run.stdout, run.stderr]) {
      expect(disclosedIn(output)).toEqual([]);
      for (const value of secretValues(objects)) expect(output.includes(value)).toBe(false);
    }
  });
});
