import { expect } from 'vitest';
import type { ImageDiagnosis } from '../../src/model/diagnosis.ts';
import type { Finding } from '../../src/model/finding.ts';
import { fixCommand } from '../../src/report/shell.ts';
import { diagnoseImage } from './evidence.ts';
import type { Scene } from './scene.ts';

/** The finding of one rule. */
export function findingOf({ findings }: ImageDiagnosis, rule: string): Finding {
  const found = findings.find((finding) => finding.rule === rule);
  if (found === undefined) throw new Error(`${rule} is not among: ${findings.map((one) => one.rule)}`);
  return found;
}

/** The shell lines of a finding's fixes; null for one that kubectl cannot make. */
export const commandsOf = ({ fixes }: Finding) => fixes.map((fix) => fixCommand(fix, []));

/** `rule severity certainty` of every finding, in order. */
export const verdict = ({ findings }: ImageDiagnosis) =>
  findings.map(({ rule, severity, certainty }) => `${rule} ${severity} ${certainty}`);

/** All that findings say in words of their own: the kubelet's are left out. */
export const ownWords = ({ findings }: ImageDiagnosis) =>
  JSON.stringify(
    findings.map(({ why, facts: _, ...rest }) => [rest, why.filter((one) => one.source !== 'kubelet')]),
  );

/** A running container has no error, and the rule has nothing to say. */
export async function expectHealthy(scene: Scene, rule: string): Promise<void> {
  const image = await diagnoseImage(scene);
  expect({ status: image.status, cause: image.cause }).toEqual({ status: 'ok', cause: null });
  expect(image.findings.filter((one) => one.severity === 'error' || one.rule === rule)).toEqual([]);
}

/** With its evidence unread a rule proves nothing, and nobody calls absent what was not seen. */
export async function expectUnproven(scene: Scene, rule: string): Promise<void> {
  for (const fate of ['denied', 'failed'] as const) {
    const unread = Object.fromEntries(Object.keys(scene.unread ?? {}).map((key) => [key, fate]));
    const image = await diagnoseImage({ ...scene, unread });
    expect(image.findings.filter((one) => one.rule === rule && one.certainty === 'proven')).toEqual([]);
    expect(ownWords(image)).not.toMatch(/missing|does not exist|do not exist|is not there/);
  }
}
