import { describe, expect, it } from 'vitest';
import type { PullStatus, UnreadEvidence } from '../../src/model/diagnosis.ts';
import type { ImageKind, PullPolicy, SourceLocation } from '../../src/model/evidence.ts';
import { type Severity, stages, type Why } from '../../src/model/finding.ts';
import { pullErrorLabels } from '../../src/model/pull-error.ts';
import type {
  Report,
  ReportFinding,
  ReportFix,
  ReportImage,
  ReportPod,
  ReportSimulation,
  ReportSummary,
} from '../../src/model/report.ts';
import { schemaOf } from '../support/report-schema.ts';

type Offer = ReportSimulation['offers'][number];
type Trial = ReportSimulation['trials'][number];
type Reference = NonNullable<ReportImage['reference']>;

/** tsc refuses a list that lacks a word of the type or has another one. */
const words = <T extends string>(all: Readonly<Record<T, 0>>) => Object.keys(all).sort();

const { $defs, ...top } = schemaOf('report');
const part = (name: string) => $defs[name] ?? expect.fail(`no $defs.${name}`);
const property = (name: string, key: string) =>
  part(name).properties[key] ?? expect.fail(`no ${name}.${key}`);

describe('the schema has the properties of the types, all of them required', () => {
  it.each([
    [
      'Report',
      top,
      words<keyof Report>({
        apiVersion: 0,
        kind: 0,
        version: 0,
        source: 0,
        observedAt: 0,
        summary: 0,
        pods: 0,
        problems: 0,
      }),
    ],
    [
      'summary',
      part('summary'),
      words<keyof ReportSummary>({ podsScanned: 0, pods: 0, images: 0, failing: 0, causes: 0 }),
    ],
    [
      'summary.causes',
      property('summary', 'causes').items,
      words<keyof ReportSummary['causes'][number]>({ rule: 0, pods: 0, images: 0 }),
    ],
    [
      'pod',
      part('pod'),
      words<keyof ReportPod>({
        namespace: 0,
        name: 0,
        node: 0,
        serviceAccount: 0,
        owner: 0,
        images: 0,
        unscheduled: 0,
        context: 0,
        problems: 0,
        observedAt: 0,
      }),
    ],
    [
      'pod.owner',
      property('pod', 'owner'),
      words<keyof NonNullable<ReportPod['owner']>>({ kind: 0, name: 0 }),
    ],
    [
      'image',
      part('image'),
      words<keyof ReportImage>({
        container: 0,
        kind: 0,
        image: 0,
        reference: 0,
        pullPolicy: 0,
        status: 0,
        reason: 0,
        message: 0,
        error: 0,
        firstSeen: 0,
        credentialSent: 0,
        cause: 0,
        findings: 0,
        simulation: 0,
        probe: 0,
        location: 0,
      }),
    ],
    ['location', part('location'), words<keyof SourceLocation>({ path: 0, line: 0, column: 0, template: 0 })],
    [
      'image.reference',
      property('image', 'reference'),
      words<keyof Reference>({ registry: 0, repository: 0, tag: 0, digest: 0 }),
    ],
    [
      'image.error',
      property('image', 'error'),
      words<keyof NonNullable<ReportImage['error']>>({ label: 0, text: 0 }),
    ],
    [
      'finding',
      part('finding'),
      words<keyof ReportFinding>({
        rule: 0,
        stage: 0,
        severity: 0,
        certainty: 0,
        what: 0,
        why: 0,
        unchecked: 0,
        fixes: 0,
        facts: 0,
        docs: 0,
      }),
    ],
    ['finding.why', property('finding', 'why').items, words<keyof Why>({ source: 0, says: 0 })],
    [
      'fix',
      part('fix'),
      words<keyof ReportFix>({ title: 0, command: 0, effect: 0, after: 0, alternative: 0 }),
    ],
    [
      'simulation',
      part('simulation'),
      words<keyof ReportSimulation>({ kind: 0, offers: 0, trials: 0, readings: 0 }),
    ],
    [
      'offer',
      part('offer'),
      words<keyof Offer>({ order: 0, source: 0, secret: 0, entry: 0, key: 0, username: 0 }),
    ],
    ['trial', part('trial'), words<keyof Trial>({ secret: 0, entry: 0, outcome: 0, wanted: 0, offered: 0 })],
    ['problem', part('problem'), words<keyof UnreadEvidence>({ what: 0, need: 0, check: 0 })],
  ])('%s', (_, schema, keys) => {
    expect(Object.keys(schema.properties).sort()).toEqual(keys);
    expect([...schema.required].sort()).toEqual(keys);
  });
});

describe('closed lists', () => {
  it.each([
    ['finding', 'stage', [...stages].sort()],
    ['finding', 'severity', words<Severity>({ error: 0, warning: 0, info: 0 })],
    ['finding', 'certainty', words<ReportFinding['certainty']>({ proven: 0, likely: 0 })],
    ['image', 'kind', words<ImageKind>({ container: 0, init: 0, ephemeral: 0, volume: 0 })],
    ['image', 'pullPolicy', words<PullPolicy>({ Always: 0, IfNotPresent: 0, Never: 0 })],
    ['image', 'status', words<PullStatus>({ failing: 0, ok: 0, pending: 0, unknown: 0 })],
    ['fix', 'effect', words<ReportFix['effect']>({ reads: 0, changes: 0, deletes: 0, none: 0 })],
    ['offer', 'source', words<Offer['source']>({ secret: 0, node: 0 })],
    [
      'simulation',
      'kind',
      words<ReportSimulation['kind']>({
        offers: 0,
        anonymous: 0,
        undecodable: 0,
        'no-attempt': 0,
        undetermined: 0,
      }),
    ],
    [
      'trial',
      'outcome',
      words<Trial['outcome']>({
        match: 0,
        fallback: 0,
        'fallback-hidden': 0,
        'host-differs': 0,
        'port-differs': 0,
        'path-differs': 0,
        'not-a-url': 0,
      }),
    ],
  ])('%s.%s', (name, key, all) => expect([...(property(name, key).enum ?? [])].sort()).toEqual(all));

  it('kinds of documents', () =>
    expect([...(top.properties['kind']?.enum ?? [])].sort()).toEqual(
      words<Report['kind']>({ Report: 0, PreflightReport: 0 }),
    ));

  it('error labels', () =>
    expect(property('image', 'error').properties['label']?.enum).toEqual([...pullErrorLabels]));
});

it('every property has a description', () => {
  const bare: string[] = [];
  const walk = (schema: Partial<typeof top>, path: string) => {
    for (const [key, value] of Object.entries(schema.properties ?? {})) {
      const says = ['description', '$ref', 'const'].some((word) => Object.hasOwn(value, word));
      if (!says) bare.push(`${path}.${key}`);
      walk(value, `${path}.${key}`);
    }
    if (schema.items !== undefined) walk(schema.items, `${path}[]`);
  };
  for (const [name, schema] of Object.entries({ Report: top, ...$defs })) walk(schema, name);
  expect(bare).toEqual([]);
});
