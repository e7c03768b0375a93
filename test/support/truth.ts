import { expect } from 'vitest';
import type { Report, ReportImage } from '../../src/model/report.ts';

/** What a recording's diagnosis has to be (truth.json). `also` are causes that are right too. */
export interface Truth {
  readonly cause: string | null;
  readonly also?: readonly string[];
  readonly mismatch?: string;
  readonly container?: string;
  readonly mentions?: string;
}

/** Compares a report over the Pods of one recording with its truth. */
export function expectTruth(report: Report, truth: Truth, output: string): void {
  const failing = report.pods
    .flatMap((pod) => pod.images)
    .filter((image) => image.status === 'failing')
    .filter((image) => truth.container === undefined || image.container === truth.container);
  if (truth.cause === null) {
    expect(failing.map((image) => image.container)).toEqual([]);
    expect(errorsOf(report.pods.flatMap((pod) => pod.images))).toEqual([]);
    return;
  }
  expect(failing.length).toBeGreaterThan(0);
  for (const image of failing) {
    expect([truth.cause, ...(truth.also ?? [])]).toContain(image.cause);
    expect(image.findings[0]?.rule).toBe(image.cause);
    if (truth.mismatch !== undefined) expect(image.findings[0]?.facts['mismatch']).toBe(truth.mismatch);
  }
  if (truth.mentions !== undefined) expect(output).toContain(truth.mentions);
}

const errorsOf = (images: readonly ReportImage[]) =>
  images.flatMap((image) => image.findings).filter((finding) => finding.severity === 'error');
