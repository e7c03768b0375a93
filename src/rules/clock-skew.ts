import { advice } from '../model/finding.ts';
import { age } from '../text/age.ts';
import { defineRule } from './define-rule.ts';

/** Seconds: what tokens and certificates usually allow. */
const harmless = 300;

export default defineRule({
  id: 'clock-skew',
  stage: 'tls',
  title: 'clocks of registry and this machine that differ',
  explains: [],
  ceiling: 'warning',
  proof: [{ on: ['registry'], since: 'its Date was compared with the clock of this machine' }],
  detect({ probe }) {
    const skew = probe?.clockSkewSeconds ?? null;
    if (probe === null || skew === null || Math.abs(skew) <= harmless) return null;
    const difference = age(Math.abs(skew) * 1000);
    return {
      certainty: 'proven',
      unchecked: ['which of the clocks is wrong, and what the clock of the node says'],
      what: `the clock of \`${probe.asked}\` is ${difference} ${skew > 0 ? 'ahead of' : 'behind'} that of this machine`,
      why: [
        {
          source: 'the registry',
          says: `sends a Date that is ${Math.abs(skew)} s ${skew > 0 ? 'ahead' : 'behind'}: tokens may seem to be not valid yet, and certificates expired`,
        },
      ],
      fixes: [advice(`compare the clocks of this machine, of the node and of ${probe.asked} (NTP)`)],
      facts: { seconds: skew },
    };
  },
});
