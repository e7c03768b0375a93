import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type {
  ReportCredential,
  ReportEntry,
  ReportSecret,
  ReportSecretProbe,
  SecretReport,
  SecretState,
} from '../../../src/model/secret-report.ts';
import { captureNames } from '../../support/captures.ts';
import { runProgram } from '../../support/run-program.ts';

interface SchemaObject {
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, SchemaObject & { readonly enum?: readonly string[] }>>;
}
type Schema = SchemaObject & { readonly $defs: Readonly<Record<string, SchemaObject>> };

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../schema/${name}.schema.json`, import.meta.url), 'utf8')) as Schema;

const schema = read('secret-report');
const validate = new Ajv2020({
  strict: true,
  allowUnionTypes: true,
  allErrors: true,
  formats: { 'date-time': (text: string) => !Number.isNaN(Date.parse(text)) },
}).compile(schema);

/** tsc refuses a list that lacks a property of the type or has another one. */
const keys = <T>(all: Readonly<Record<keyof T, 0>>) => Object.keys(all).sort();

describe('the schema has the properties of the types, all of them required', () => {
  it.each<readonly [string, SchemaObject | undefined, readonly string[]]>([
    [
      'SecretReport',
      schema,
      keys<SecretReport>({
        apiVersion: 0,
        kind: 0,
        version: 0,
        source: 0,
        observedAt: 0,
        summary: 0,
        secrets: 0,
        problems: 0,
      }),
    ],
    [
      'secret',
      schema.$defs['secret'],
      keys<ReportSecret>({
        namespace: 0,
        name: 0,
        state: 0,
        type: 0,
        createdAt: 0,
        changedAt: 0,
        ageSeconds: 0,
        entries: 0,
        usedBy: 0,
        unserved: 0,
        findings: 0,
        probes: 0,
      }),
    ],
    ['secretProbe', schema.$defs['secretProbe'], keys<ReportSecretProbe>({ image: 0, probe: 0 })],
    [
      'entry',
      schema.$defs['entry'],
      keys<ReportEntry>({ location: 0, key: 0, username: 0, credential: 0, serves: 0 }),
    ],
    [
      'credential',
      schema.$defs['credential'],
      keys<ReportCredential>({
        kind: 0,
        usernameLength: 0,
        passwordLength: 0,
        edges: 0,
        expiresAt: 0,
        notBefore: 0,
      }),
    ],
  ])('%s', (_, part, wanted) => {
    expect(Object.keys(part?.properties ?? {}).sort()).toEqual(wanted);
    expect([...(part?.required ?? [])].sort()).toEqual(wanted);
  });

  it('and the states', () => {
    const states: Readonly<Record<SecretState, 0>> = {
      usable: 0,
      ignored: 0,
      undecodable: 0,
      absent: 0,
      unknown: 0,
    };
    expect(schema.$defs['secret']?.properties['state']?.enum).toEqual(Object.keys(states));
  });

  it.each([
    'source',
    'finding',
    'fix',
    'problem',
    'probe',
    'probeAttempt',
    'probeError',
    'probeManifest',
    'probeTags',
    'probeRateLimit',
    'probeCertificate',
  ])('%s is that of the Pod report', (name) => {
    expect(schema.$defs[name]).toEqual(read('report').$defs[name]);
  });
});

describe('every output is valid', () => {
  const errorsOf = (document: unknown) =>
    validate(document) ? [] : (validate.errors ?? []).map((one) => `${one.instancePath} ${one.message}`);

  it.concurrent.each(captureNames)('%s', async (name) => {
    const { stdout, stderr } = await runProgram([
      'secret',
      '-o',
      'json',
      '--from',
      `test/fixtures/captures/${name}.json`,
    ]);
    expect(stderr).toBe('');
    expect(errorsOf(JSON.parse(stdout))).toEqual([]);
  });

  it('one that lacks a part, or has a word too many, is not', () => {
    const broken = { apiVersion: 'pullcheck/v1', kind: 'Report', secrets: [{ state: 'fine' }] };
    expect(errorsOf(broken).length).toBeGreaterThan(5);
  });
});
