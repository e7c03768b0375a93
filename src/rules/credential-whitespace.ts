import type { EdgeSpace } from '../model/pull-secret.ts';
import type { Offer } from '../model/simulation.ts';
import { defineRule } from './define-rule.ts';
import { correctEntry } from './shared/fixes/secret-fixes.ts';
import { loginErrors } from './shared/labels.ts';
import { neighboursSay } from './shared/neighbours/neighbour-pods.ts';
import { besidesOffers, entrySays, offering, secretOffers } from './shared/offers.ts';
import { wordsSay } from './shared/sent.ts';
import { kubeletSays, listed } from './shared/sources.ts';

export default defineRule({
  id: 'credential-whitespace',
  stage: 'credentials',
  title: 'white space at the edge of a credential',
  explains: loginErrors,
  refines: ['credential-rejected', 'credential-lacks-access'],
  proof: [
    {
      on: ['secrets', 'times', 'words'],
      since: 'the white space is in the credential itself, and it was there at the attempt that was refused',
    },
  ],
  detect(pull) {
    const offers = secretOffers(pull);
    const bad = offers.find((offer) => harmful(offer).length > 0);
    if (bad === undefined) return null;
    const edges = harmful(bad);
    return {
      certainty: 'proven',
      unchecked: besidesOffers(pull),
      // what was never sent was never refused
      atMost: wordsSay(pull) === 'no' ? 'warning' : undefined,
      what: `the ${fieldsOf(edges)} for \`${bad.entry.location}\` in pull secret \`${bad.secret}\` ${new Set(edges.map((edge) => edge.field)).size === 1 ? 'has' : 'have'} white space at the edge`,
      why: [
        entrySays(
          pull,
          bad,
          listed(
            edges.map((edge) => `${listed(edge.kinds.map(name))} at the ${edge.edge} of the ${edge.field}`),
          ),
        ),
        {
          source: 'simulated',
          says: 'the kubelet trims nothing: the white space is sent as part of the credential',
        },
        offering(pull),
        ...neighboursSay(pull),
        ...kubeletSays(pull),
      ],
      fixes: correctEntry(
        pull,
        bad.reading,
        edges.some((edge) => edge.field === 'username') ? null : bad.entry.username,
        'recreate the secret without it (printf %s or --password-stdin add no newline, echo does)',
      ),
      facts: {
        secret: bad.secret,
        entry: bad.entry.location,
        edges: edges.map((edge) => ({ field: edge.field, edge: edge.edge, kinds: edge.kinds })),
      },
    };
  },
});

/** Around the JSON of a Google key file white space says nothing. */
const harmful = ({ entry: { facts } }: Offer): readonly EdgeSpace[] =>
  facts.edges.filter((edge) => edge.field === 'username' || facts.googleKey === null);

const name = (kind: string) => (kind === 'other' ? 'white space' : `a ${kind.replace('-', ' ')}`);

const fieldsOf = (edges: readonly EdgeSpace[]) => listed([...new Set(edges.map((edge) => edge.field))]);
