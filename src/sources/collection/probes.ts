import { attemptOutcomes, type ProbeResult, type ProbeResults } from '../../model/probe.ts';
import { fields, list, text } from '../../objects/fields.ts';
import type { KubeObject } from '../../objects/object-reader.ts';
import { collectionObjects } from './format.ts';

/**
 * The answers of registries that collected files hold, by the place of the Pod. What is not of
 * their form is left out.
 */
export function recordedProbes(objects: readonly KubeObject[]): ReadonlyMap<string, ProbeResults> {
  const recorded = collectionObjects(objects).flatMap((object) => list(object['probes']).map(fields));
  return new Map(
    recorded.map((one) => [
      text(one['pod']),
      Object.fromEntries(
        Object.entries(fields(one['probes'])).flatMap(([image, result]) =>
          isResult(result) ? [[image, result]] : [],
        ),
      ),
    ]),
  );
}

const outcomes: ReadonlySet<unknown> = new Set(attemptOutcomes);

/** Whether a value has the form of a result, as deep as the rules and reports read it. */
function isResult(value: unknown): value is ProbeResult {
  const result = fields(value);
  const nullOr = (type: string, ...names: string[]) =>
    names.every((name) => result[name] === null || typeof result[name] === type);
  const attempts = result['attempts'];
  return (
    typeof result['asked'] === 'string' &&
    (result['as'] === 'containerd' || result['as'] === 'cri-o') &&
    isTexts(result['platforms']) &&
    [null, 'bearer', 'basic'].includes(result['challenge'] as null) &&
    typeof result['requests'] === 'number' &&
    typeof result['durationMs'] === 'number' &&
    nullOr('string', 'proxy', 'notAsked', 'missing') &&
    nullOr('number', 'clockSkewSeconds') &&
    Array.isArray(attempts) &&
    attempts.every(isAttempt) &&
    isPart(result['manifest'], { texts: ['platforms', 'childrenGone'] }) &&
    isPart(result['tags'], { texts: ['nearest'], numbers: ['listed'] }) &&
    isPart(result['rateLimit'], {}) &&
    isPart(result['tls'], { texts: ['names'] })
  );
}

const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

function isAttempt(value: unknown): boolean {
  const attempt = fields(value);
  const texts = ['secret', 'entry', 'says', 'tokenExpiresAt', 'candidate', 'at'];
  const { error, granted } = attempt;
  return (
    ['anonymous', 'offer', 'candidate'].includes(text(attempt['as'])) &&
    outcomes.has(attempt['outcome']) &&
    texts.every((name) => attempt[name] === null || typeof attempt[name] === 'string') &&
    ['status', 'order'].every((name) => attempt[name] === null || typeof attempt[name] === 'number') &&
    (granted === null || isTexts(granted)) &&
    (error === null || ['code', 'message'].every((name) => typeof fields(error)[name] === 'string'))
  );
}

function isPart(
  value: unknown,
  { texts = [], numbers = [] }: { readonly texts?: readonly string[]; readonly numbers?: readonly string[] },
): boolean {
  if (value === null) return true;
  const part = fields(value);
  return (
    typeof value === 'object' &&
    texts.every((name) => isTexts(part[name])) &&
    numbers.every((name) => typeof part[name] === 'number') &&
    Object.values(part).every((one) => one === null || typeof one !== 'object' || isTexts(one))
  );
}
