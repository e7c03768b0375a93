import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import type { ImageDiagnosis } from '../../src/model/diagnosis.ts';
import type { PodEvidence } from '../../src/model/evidence.ts';
import { found } from '../../src/model/observed.ts';
import { rules } from '../../src/rules/index.ts';
import { corpus } from '../support/corpus.ts';
import { denials, type EvidenceKind } from '../support/denials.ts';

const page = new URL('../../docs/rules/evidence.md', import.meta.url);
const kinds = Object.keys(denials) as EvidenceKind[];

/** What each rule says of an image, as far as its words, weight and facts go. */
const saidOf = ({ findings }: ImageDiagnosis) =>
  new Map(
    findings.map(({ rule, severity, certainty, what, facts }) => [
      rule,
      JSON.stringify([severity, certainty, what, facts]),
    ]),
  );

/**
 * The same failure as a kubelet before 1.32 tells it: the status says only that it backs off, and
 * the words are in an event.
 */
function toldByEvent(evidence: PodEvidence): PodEvidence {
  const told = evidence.pod.images.flatMap(({ container, image, state }) =>
    state.kind === 'waiting' && state.message !== null ? [{ container, image, text: state.message }] : [],
  );
  const events = told.map(({ container, image, text }) => ({
    ...{
      type: 'Warning',
      reason: 'Failed',
      message: `Failed to pull image "${image}": ${text}`,
      container,
      count: 1,
    },
    ...{ firstSeen: evidence.observedAt, lastSeen: evidence.observedAt },
  }));
  const images = evidence.pod.images.map((image) =>
    image.state.kind === 'waiting' && image.state.message !== null
      ? {
          ...image,
          state: {
            kind: 'waiting' as const,
            reason: 'ImagePullBackOff',
            message: `Back-off pulling image "${image.image}"`,
          },
        }
      : image,
  );
  return { ...evidence, pod: { ...evidence.pod, images }, events: found(events) };
}

/**
 * The kinds of evidence without which a rule says something else, or nothing, somewhere in the
 * corpus.
 */
async function needs(): Promise<ReadonlyMap<string, ReadonlySet<EvidenceKind>>> {
  const needed = new Map(rules.map((rule) => [rule.id, new Set<EvidenceKind>()]));
  const compare = (evidence: PodEvidence, kind: EvidenceKind) => {
    const before = diagnose(evidence).images.map(saidOf);
    const after = diagnose(denials[kind].deny(evidence)).images.map(saidOf);
    for (const [index, said] of before.entries())
      for (const [rule, words] of said) if (after[index]?.get(rule) !== words) needed.get(rule)?.add(kind);
  };
  for (const { diagnosis } of await corpus()) {
    for (const kind of kinds) compare(diagnosis.evidence, kind);
    const silent = diagnosis.images
      .flatMap((image) => image.findings)
      .some(({ rule }) => !needed.get(rule)?.has('events'));
    if (silent) compare(toldByEvent(diagnosis.evidence), 'events');
  }
  return needed;
}

describe('docs/rules/evidence.md', () => {
  it('names for each rule the evidence without which it says something else', async () => {
    const needed = await needs();
    const rows = [...needed]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([rule, of]) => {
        const permissions = [
          '`get pods`',
          ...kinds.filter((kind) => of.has(kind)).map((kind) => `\`${denials[kind].permission}\` (${kind})`),
        ];
        return `| [${rule}](${rule}.md) | ${permissions.join(', ')} |`;
      });
    const table = ['| rule | permissions (for which evidence) |', '| --- | --- |', ...rows].join('\n');
    const content = readFileSync(page, 'utf8');
    const now = `${content.slice(0, content.indexOf('| rule |'))}${table}\n`;
    if (process.env['UPDATE_GOLDEN'] !== undefined) writeFileSync(page, now);
    else expect(now).toBe(content);
  }, 240_000);
});
