import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';

interface SchemaObject {
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, SchemaObject & { readonly enum?: readonly string[] }>>;
  readonly items: SchemaObject;
}

/** A schema of the package, as its readers find it. */
export const schemaOf = (name: 'report' | 'rule-list' | 'verify-report') =>
  JSON.parse(
    readFileSync(new URL(`../../schema/${name}.schema.json`, import.meta.url), 'utf8'),
  ) as SchemaObject & {
    readonly $defs: Readonly<Record<string, SchemaObject>>;
  };

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
const validators = {
  Report: ajv.compile(schemaOf('report')),
  RuleList: ajv.compile(schemaOf('rule-list')),
  VerifyReport: ajv.compile(schemaOf('verify-report')),
};

/** What the schema of this kind finds wrong with a document, a line each. */
export function schemaErrors(kind: keyof typeof validators, document: unknown): readonly string[] {
  const validate = validators[kind];
  return validate(document) ? [] : (validate.errors ?? []).map((one) => `${one.instancePath} ${one.message}`);
}

export const expectValid = (kind: keyof typeof validators, document: unknown): void =>
  expect(schemaErrors(kind, document)).toEqual([]);
