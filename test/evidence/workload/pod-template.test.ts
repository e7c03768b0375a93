import { describe, expect, it } from 'vitest';
import { podTemplates } from '../../../src/evidence/workload/pod-template.ts';

const template = { spec: { containers: [{ name: 'app', image: 'nginx' }] } };
const found = (kind: string, spec: unknown) => podTemplates({ kind, metadata: { name: 'x' }, spec }).length;

describe('Pod templates in objects', () => {
  it.each([
    ['Deployment', { template }, 1],
    ['CronJob', { jobTemplate: { spec: { template } } }, 1],
    ['Rollout', { template, canary: { steps: [{ setWeight: 10 }] } }, 1],
    ['Kafka', { kafka: { template }, zookeeper: { template } }, 2],
    ['ListOfThem', { workers: [{ template }, { template }] }, 2],
    ['PodTemplateLike', { template: { spec: { containers: [] } } }, 0],
    ['ConfigMap', undefined, 0],
    ['Odd', { template: 'text' }, 0],
  ])('%s', (kind, spec, count) => {
    expect(found(kind, spec)).toBe(count);
  });

  it('of a Pod: itself', () => {
    expect(podTemplates({ kind: 'Pod', metadata: { name: 'x' }, ...template })).toHaveLength(1);
  });

  it('ends in objects that are nested without end', () => {
    let deep: unknown = { template };
    for (let level = 0; level < 10_000; level++) deep = { nested: deep };
    expect(found('Deep', deep)).toBe(0);
  });
});
