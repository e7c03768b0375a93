import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import type { KubeObject } from '../../src/objects/object-reader.ts';
import { answerRight, type Exchange, startApi } from '../support/api-server.ts';
import { runAgainst } from '../support/fault-run.ts';
import { loginScene, servedObjects } from '../support/fault-scenes.ts';
import { faults } from '../support/faults.ts';

const names = ['403', '410', '429 for ever', '500', 'a reset before the answer', 'a reset inside the body'];
const moreNames = [
  'no answer ever',
  'HTML',
  'cut JSON',
  'an empty body',
  'another kind',
  'gzip that breaks off',
];
const faultsOf = faults.filter(({ name }) => [...names, ...moreNames].includes(name));
const expired = faults.find(({ name }) => name === '410');

/** The same objects in another namespace. */
const copies = (objects: readonly KubeObject[], namespace: string): readonly KubeObject[] =>
  objects.flatMap((object) =>
    object.metadata.namespace === 'shop' ? [{ ...object, metadata: { ...object.metadata, namespace } }] : [],
  );

const shop = servedObjects(loginScene);
const both = [...shop, ...copies(shop, 'shop-2')];

async function scan(
  answer: (exchange: Exchange) => void,
  fault = faults[0] ?? null,
  ...flags: readonly string[]
) {
  const server = await startApi(both, answer);
  const run = await runAgainst(server, fault, ['pod', '-A', '--chunk-size=2', '-o', 'json', ...flags]);
  server.close();
  return { ...run, report: run.stdout === '' ? null : (JSON.parse(run.stdout) as Report) };
}

const isSecondPage = ({ request, right }: Exchange) =>
  right.what === 'list pods' && request.url?.includes('continue=') === true;
const placesOf = (report: Report | null) => report?.pods.map(({ namespace, name }) => `${namespace}/${name}`);

describe.concurrent('a scan', () => {
  it('of all pages', async () => {
    const { code, report } = await scan(answerRight);
    expect(code).toBe(1);
    expect(placesOf(report)).toEqual(['shop/web-x7k2p', 'shop-2/web-x7k2p']);
    expect(report?.problems).toEqual([]);
  });

  it.each(faultsOf)('whose second page meets $name: the first one, and 3', async (fault) => {
    const { code, report, stderr } = await scan(
      (exchange) => (isSecondPage(exchange) ? fault.answer : answerRight)(exchange),
      fault,
    );
    expect(code).toBe(3);
    expect(stderr).toMatch(/^error: the Pods of all namespaces after the first 2 could not be read: .*\n$/);
    expect(stderr).toMatch(fault.says);
    expect(placesOf(report)).toEqual(['shop/web-x7k2p']);
    expect(report?.summary.podsScanned).toBe(2);
    expect(report?.problems.map(({ what }) => what.replace(/:.*/, ''))).toEqual([
      'the Pods of all namespaces after the first 2',
    ]);
  });

  it('whose list expires once starts again, and tells no Pod twice', async () => {
    let times = 0;
    const { code, report, stderr } = await scan((exchange) =>
      (isSecondPage(exchange) && times++ === 0 ? (expired?.answer ?? answerRight) : answerRight)(exchange),
    );
    expect({ code, stderr, problems: report?.problems }).toEqual({ code: 1, stderr: '', problems: [] });
    expect(placesOf(report)).toEqual(['shop/web-x7k2p', 'shop-2/web-x7k2p']);
  });

  it('that may not read the secrets of one namespace', async () => {
    const forbidden = faults.find(({ name }) => name === '403');
    const { code, report } = await scan((exchange) => {
      const denied = /namespaces\/shop-2\/secrets/.test(exchange.request.url ?? '');
      (denied ? (forbidden?.answer ?? answerRight) : answerRight)(exchange);
    });
    expect(code).toBe(1);
    expect(report?.pods.map((pod) => [pod.namespace, pod.images[0]?.cause])).toEqual([
      ['shop', 'pull-secret-missing'],
      ['shop-2', null],
    ]);
    expect(report?.problems.map(({ check }) => check)).toEqual(
      ['regcred', 'ghost', 'robot'].map((name) => `kubectl auth can-i get secrets/${name} -n shop-2`),
    );
  });
});
