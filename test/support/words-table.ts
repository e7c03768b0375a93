import { describe, expect, it } from 'vitest';
import { diagnoseImage } from './evidence.ts';
import { expectHealthy, findingOf, ownWords, verdict } from './expectations.ts';
import { messageOf, waitingWith } from './messages.ts';
import { pullSecret } from './objects.ts';
import type { Scene } from './scene.ts';

/** A rule that reads the kubelet's message, one recorded text, and what is to be said of it. */
export interface WordsCase {
  readonly rule: string;
  /** The id of a recorded text. */
  readonly message: string;
  readonly what: string;
  /**
   * Host, dialled address and HTTP status, as far as the words tell; absent where no host has a
   * part in it.
   */
  readonly from?: readonly [host: string, address: string | null, status: number | null];
  readonly scene?: Scene;
}

/**
 * For every row: the rule is the cause, whatever the secrets hold; a running twin and unread events
 * keep it silent.
 */
export function testWords(rows: readonly WordsCase[]): void {
  describe.each(rows)('$rule ($message)', ({ rule, message, what, from, scene }) => {
    const failing = { ...waitingWith(messageOf(message)), ...scene };

    it('says what the words mean', async () => {
      const image = await diagnoseImage(failing);
      expect(verdict(image)).toEqual([`${rule} error proven`]);
      const finding = findingOf(image, rule);
      expect(finding.what).toBe(what);
      const [host, address, status] = from ?? [];
      expect(finding.facts).toEqual(from === undefined ? {} : { host, address, status });
      expect(finding.why.at(-1)?.source).toBe('kubelet');
      expect(finding.fixes).toHaveLength(1);
    });

    it('is the cause beside secrets that would be wrong', async () => {
      const opaque = { type: 'Opaque', data: {} };
      const secrets = { opaque, far: pullSecret({ 'registry.example.net': {} }) };
      const image = await diagnoseImage({ ...failing, secrets });
      expect(image.findings.filter((one) => one.severity === 'error').map((one) => one.rule)).toEqual([rule]);
    });

    it('says nothing of a Pod that runs', async () => {
      await expectHealthy({ image: failing.image, state: 'running', ...withoutState(scene) }, rule);
    });

    it('says nothing while the words may not be read', async () => {
      const words = messageOf(message).message.replace(/^Failed to (?:pull|inspect) image "[^"]*":? ?/, '');
      const closed = { image: failing.image, says: words, unread: { events: 'denied' } } as const;
      const image = await diagnoseImage({ ...closed, ...withoutState(scene) });
      expect(image.status).toBe('failing');
      expect(image.findings.map((one) => one.rule)).not.toContain(rule);
      expect(ownWords(image)).not.toMatch(/missing|does not exist/);
    });
  });
}

const withoutState = ({ state: _, events: __, ...rest }: Scene = {}): Scene => rest;
