import type { Simulation, SimulationInput } from '../model/simulation.ts';
import { buildKeyring, secretEntries } from './credentials/keyring.ts';
import { nodeEntries } from './credentials/node-config.ts';
import { collectOffers } from './credentials/offers.ts';
import { readPullSecret } from './credentials/pull-secret.ts';
import { tryEntries } from './credentials/trials.ts';
import { parseImageReference } from './image/image-reference.ts';

/**
 * What the kubelet does for one image: which credentials it sends in which order, and for every entry why it does or does not match. One
 * secret that cannot be decoded leaves it without any (`undecodable`); one that could not be read leaves that open (`undetermined`).
 */
export function simulate(input: SimulationInput): Simulation {
  const reference = parseImageReference(input.image);
  const readings = input.secrets.map(readPullSecret);
  if (!reference.ok) return { kind: 'no-attempt', reference, readings, trials: [], offers: [] };
  const repository = `${reference.registry}/${reference.repository}`;
  const sources = [secretEntries(readings), nodeEntries(input.nodeConfig)];
  const trials = sources.flatMap((entries) => tryEntries(entries, repository));
  const without = { reference, readings, trials, offers: [] };
  if (input.pullPolicy === 'Never') return { kind: 'no-attempt', ...without };
  if (readings.some((reading) => reading.kind === 'undecodable')) return { kind: 'undecodable', ...without };
  const offers = collectOffers(sources.map(buildKeyring), repository);
  if (readings.some((reading) => reading.kind === 'denied' || reading.kind === 'failed'))
    return { ...without, kind: 'undetermined', offers };
  return { ...without, kind: offers.length > 0 ? 'offers' : 'anonymous', offers };
}
