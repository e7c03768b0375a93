import { describe, expect, it } from 'vitest';
import { rank, withoutRefined } from '../../src/diagnosis/rank.ts';
import type { Finding, Severity, Stage } from '../../src/model/finding.ts';

const base = { what: 'it is so', why: [{ source: 'simulated', says: 'so' }], fixes: [], facts: {} } as const;

const proven = (rule: string, stage: Stage, severity: Severity = 'error'): Finding => ({
  ...base,
  rule,
  stage,
  severity,
  certainty: 'proven',
  unchecked: [],
});

const likely = (rule: string, stage: Stage, severity: Severity = 'error'): Finding => ({
  ...base,
  rule,
  stage,
  severity,
  certainty: 'likely',
  unchecked: ['the registry'],
});

const order = (findings: readonly Finding[], refinements: Record<string, string[]> = {}) =>
  rank(findings, new Map(Object.entries(refinements))).map((finding) => finding.rule);

describe('rank', () => {
  it('puts errors before warnings before infos, whatever the stage', () => {
    const findings = [
      proven('info', 'reference', 'info'),
      proven('warning', 'reference', 'warning'),
      likely('error', 'node'),
    ];
    expect(order(findings)).toEqual(['error', 'warning', 'info']);
  });

  it('puts what is proven before what is likely, whatever the stage', () => {
    expect(order([likely('guess', 'reference'), proven('fact', 'node')])).toEqual(['fact', 'guess']);
  });

  it('puts the earlier stage of the pull first', () => {
    const stages: readonly Stage[] = ['node', 'tls', 'secrets', 'network', 'reference', 'credentials'];
    expect(order(stages.map((stage) => proven(stage, stage)))).toEqual([
      'reference',
      'secrets',
      'credentials',
      'network',
      'tls',
      'node',
    ]);
  });

  it('lifts a rule to the stage of the one that it refines, and puts it before that one', () => {
    const findings = [
      proven('coarse', 'secrets'),
      proven('between', 'credentials'),
      proven('fine', 'authorization'),
    ];
    expect(order(findings, { fine: ['coarse'] })).toEqual(['fine', 'coarse', 'between']);
  });

  it('keeps the order of the rules where nothing else tells, and leaves its input alone', () => {
    const findings = [proven('b', 'tls'), proven('a', 'tls')];
    expect(order(findings)).toEqual(['b', 'a']);
    expect(findings.map((finding) => finding.rule)).toEqual(['b', 'a']);
  });

  it('has nothing to say of nothing', () => {
    expect(order([])).toEqual([]);
  });
});

describe('withoutRefined', () => {
  const kept = (findings: readonly Finding[]) =>
    withoutRefined(findings, new Map([['fine', ['coarse']]])).map((finding) => finding.rule);

  it('leaves out what an earlier error says more exactly', () => {
    expect(kept([proven('fine', 'credentials'), proven('coarse', 'secrets')])).toEqual(['fine']);
  });

  it('keeps it where the finer finding ranks behind or is only noticed', () => {
    expect(kept([proven('coarse', 'secrets'), likely('fine', 'credentials')])).toEqual(['coarse', 'fine']);
    expect(kept([proven('fine', 'credentials', 'warning'), proven('coarse', 'secrets', 'warning')])).toEqual([
      'fine',
      'coarse',
    ]);
  });
});
