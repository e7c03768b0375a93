import fc from 'fast-check';
import { stages } from '../../src/model/finding.ts';
import { attemptOutcomes } from '../../src/model/probe.ts';
import { pullErrorLabels } from '../../src/model/pull-error.ts';
import type { Report } from '../../src/model/report.ts';

/** What means something in Markdown, XML, YAML, workflow commands or on a terminal. */
const pieces = [
  ...['`', '``', '```', '````sh\n', '~~~', '\n```\n', '` ` `', '|', '\\|', '| --- |', '\n| a |\n| - |\n'],
  ...['<', '>', '<!--', '<script>', '</code>', '<details>', '<![CDATA[', ']]>', '&', '&lt;', '&#10;', '&x;'],
  ...[
    '[x](http://evil.test)',
    '![i](u)',
    '\n[x]: /u\n',
    '[^1]',
    '*',
    '**',
    '_',
    '__',
    '~~',
    '#',
    '\n## ',
    '- ',
  ],
  ...[
    '1. ',
    '2) ',
    '> ',
    '\n---\n',
    '===',
    '+ ',
    '\\',
    '$',
    '$$',
    '@here',
    'https://evil.test',
    'www.evil.test',
  ],
  ...[
    'a@b.test',
    '%',
    '%0A',
    '%3A',
    '::',
    '::error::',
    '\n::stop-commands::x\n',
    '##[error]',
    ',',
    ':',
    ': ',
  ],
  ...['\n', '\r', '\r\n', '\t', ' ', '    ', '\u0000', '\u0007', '\u001b[31m', '\u007f', '\u0085', '\u009b'],
  ...[
    '\u2028',
    '\u2029',
    '\ufeff',
    '\ufffe',
    '\uffff',
    '\ud800',
    '\udc00',
    '😀',
    'ü',
    '"',
    "'",
    '=',
    '!',
    '{{',
  ],
  ...['no', 'null', '012', '1:30', '<<', '- a: b', '? ', '# c', 'word', 'registry.acme.io', '---\n'],
];

/** Texts of others that try to leave their place, never without a visible character. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(fc.oneof({ arbitrary: fc.constantFrom(...pieces), weight: 5 }, fc.string({ unit: 'binary' })), {
    minLength: 1,
    maxLength: 8,
  })
  .map((parts) => parts.join(''))
  .filter((text) => /[^\s\p{C}]/u.test(text));

const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 4 });
const upTo = <T>(maxLength: number, arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { maxLength });
const rule = fc.constantFrom('no-pull-secret', 'credential-rejected', 'image-not-found');

const fix = fc.record({
  title: hostileText,
  command: orNull(hostileText),
  effect: fc.constantFrom('reads', 'changes', 'deletes', 'none'),
  after: fc.oneof(fc.constant(''), hostileText),
  alternative: fc.boolean(),
});

const finding = fc.record({
  rule,
  stage: fc.constantFrom(...stages),
  severity: fc.constantFrom('error', 'warning', 'info'),
  certainty: fc.constantFrom('proven', 'likely'),
  what: hostileText,
  why: fc.array(
    fc.record({
      source: fc.oneof(fc.constantFrom('simulated', 'Secret a/b'), hostileText),
      says: hostileText,
    }),
    { minLength: 1, maxLength: 3 },
  ),
  unchecked: upTo(2, hostileText),
  fixes: upTo(2, fix),
  facts: fc.dictionary(hostileText, hostileText, { maxKeys: 1, noNullPrototype: true }),
  docs: fc.constant('docs/rules/no-pull-secret.md'),
});

const offer = fc.record({
  order: fc.integer({ min: 1, max: 9 }),
  source: fc.constantFrom('secret', 'node'),
  secret: hostileText,
  entry: hostileText,
  key: hostileText,
  username: orNull(hostileText),
});

const trial = fc.record({
  secret: hostileText,
  entry: hostileText,
  outcome: fc.constantFrom(
    'match',
    'fallback',
    'fallback-hidden',
    'port-differs',
    'path-differs',
    'not-a-url',
  ),
  wanted: hostileText,
  offered: hostileText,
});

const texts = fc.array(hostileText, { maxLength: 2 });
const count = orNull(fc.integer({ min: 0, max: 1e6 }));

const attempt = fc.record({
  as: fc.constantFrom('anonymous', 'offer', 'candidate'),
  outcome: fc.constantFrom(...attemptOutcomes),
  order: orNull(fc.integer({ min: 1, max: 9 })),
  candidate: fc.constantFrom('mismatch', 'service-account', 'neighbour', null),
  secret: orNull(hostileText),
  entry: orNull(hostileText),
  at: fc.constantFrom('ping', 'token', 'manifest', null),
  status: orNull(fc.integer({ min: 100, max: 599 })),
  error: orNull(fc.record({ code: hostileText, message: hostileText })),
  granted: orNull(texts),
  tokenExpiresAt: orNull(hostileText),
  says: orNull(hostileText),
});

/** What a registry answered, every text of it hostile. */
const probe = fc.record({
  from: fc.constant('workstation'),
  proxy: orNull(hostileText),
  asked: hostileText,
  as: fc.constantFrom('containerd', 'cri-o'),
  platforms: texts,
  requests: fc.integer({ min: 0, max: 99 }),
  durationMs: fc.integer({ min: 0, max: 9999 }),
  notAsked: orNull(hostileText),
  challenge: fc.constantFrom('bearer', 'basic', null),
  attempts: upTo(3, attempt),
  missing: fc.constantFrom('tag', 'digest', 'repository', 'unknown', null),
  manifest: orNull(
    fc.record({
      digest: orNull(hostileText),
      mediaType: orNull(hostileText),
      platforms: texts,
      childPresent: orNull(fc.boolean()),
      childrenGone: texts,
      layersGone: fc.option(texts),
      digestPresent: orNull(fc.boolean()),
      digestMatches: orNull(fc.boolean()),
      configPresent: orNull(fc.boolean()),
      artifact: orNull(hostileText),
      bytes: count,
    }),
  ),
  tags: orNull(
    fc.record({
      listed: fc.integer({ min: 0, max: 9 }),
      complete: fc.boolean(),
      nearest: texts,
      says: orNull(hostileText),
    }),
  ),
  rateLimit: orNull(
    fc.record({
      limit: count,
      remaining: count,
      windowSeconds: count,
      retryAfterSeconds: count,
      of: fc.constantFrom('address', 'account'),
    }),
  ),
  tls: orNull(
    fc.record({
      problem: hostileText,
      subject: hostileText,
      issuer: hostileText,
      names: texts,
      validFrom: hostileText,
      validTo: hostileText,
    }),
  ),
  clockSkewSeconds: orNull(fc.integer({ min: -9999, max: 9999 })),
});

const image = fc.record({
  container: hostileText,
  kind: fc.constantFrom('container', 'init', 'ephemeral', 'volume'),
  image: hostileText,
  reference: orNull(
    fc.record({
      registry: hostileText,
      repository: hostileText,
      tag: orNull(hostileText),
      digest: orNull(hostileText),
    }),
  ),
  pullPolicy: fc.constantFrom('Always', 'IfNotPresent', 'Never'),
  status: fc.constantFrom('failing', 'failing', 'ok', 'pending', 'unknown'),
  reason: orNull(hostileText),
  message: orNull(hostileText),
  error: orNull(fc.record({ label: fc.constantFrom(...pullErrorLabels), text: hostileText })),
  firstSeen: orNull(fc.constant('2026-03-05T11:00:00Z')),
  credentialSent: fc.constantFrom('yes', 'no', 'unknown', null),
  cause: orNull(rule),
  findings: upTo(3, finding),
  simulation: fc.record({
    kind: fc.constantFrom('offers', 'anonymous', 'undecodable', 'no-attempt', 'undetermined'),
    offers: upTo(1, offer),
    readings: upTo(
      2,
      fc.record({
        secret: hostileText,
        kind: fc.constantFrom('usable', 'ignored', 'absent'),
        why: orNull(hostileText),
      }),
    ),
    trials: upTo(3, trial),
  }),
  probe: orNull(probe),
  location: orNull(
    fc.record({
      path: fc.oneof(fc.constant('-'), hostileText),
      line: fc.integer({ min: 1, max: 1e6 }),
      column: fc.integer({ min: 1, max: 1e6 }),
      template: orNull(hostileText),
    }),
  ),
});

const problem = fc.record({ what: hostileText, need: hostileText, check: orNull(hostileText) });

const pod = fc.record({
  namespace: hostileText,
  name: hostileText,
  node: orNull(hostileText),
  serviceAccount: hostileText,
  owner: orNull(fc.record({ kind: hostileText, name: hostileText })),
  images: fc.array(image, { minLength: 1, maxLength: 2 }),
  unscheduled: orNull(hostileText),
  context: orNull(hostileText),
  problems: upTo(1, problem),
  observedAt: fc.constant('2026-03-05T12:00:00Z'),
});

/** Reports whose every text is hostile, with as many Pods at most. */
export const hostileReport = (maxPods: number): fc.Arbitrary<Report> =>
  fc.record({
    apiVersion: fc.constant('pullcheck/v1'),
    kind: fc.constantFrom('Report', 'PreflightReport'),
    version: hostileText,
    source: fc.record({ kind: fc.constant('file'), path: hostileText }),
    observedAt: orNull(fc.constantFrom('2026-03-05T12:00:00Z', 'x')),
    summary: fc.record({
      podsScanned: fc.nat(),
      pods: fc.nat(),
      images: fc.nat(),
      failing: fc.nat(),
      causes: upTo(2, fc.record({ rule: orNull(rule), pods: fc.nat(), images: fc.nat() })),
    }),
    pods: upTo(maxPods, pod),
    problems: upTo(2, problem),
  });
