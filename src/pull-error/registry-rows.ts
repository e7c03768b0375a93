import { anyOccurs, type Row } from './row.ts';

/** A refusal of whoever asks: because of where from, of what, or of all. */
const policies: readonly RegExp[] = [
  /\bip\b.{0,80} (?:is )?not (?:allowed|permitted|authorized|in the allow)/i,
  /\bip (?:address )?(?:allow|white)[ -]?list/i,
  /prohibited by (?:your )?organi[sz]ation/i,
  /vpc ?service ?controls/i,
  /security perimeter/i,
  /\bAPI (?:NAME )?has not been used in project/i,
  /\bAPI (?:is|has been|was) (?:disabled|not enabled)/i,
  /requires? billing|billing (?:account )?(?:is |has been )?(?:disabled|not enabled)/i,
  /(?:cannot|can't|can not|not) be pulled due to configured policy/i,
  /download blocking policy|blocked by (?:the )?(?:xray|policy|a policy|organi[sz]ation)/i,
  /\bquarantined?\b/i,
  /PROJECT_?POLICY_?VIOLATION/i,
  /unavailable for legal reasons/i,
  /your (?:country|region|location) (?:is|are|has been) (?:not|blocked)|from your (?:country|region) is not/i,
  /export (?:control|regulation)|embargo|sanction(?:s|ed)\b/i,
  /public network access .{0,60}(?:disabled|not allowed|denied)/i,
  /not (?:available|allowed|accessible|supported) (?:in|from) your (?:country|region|location|network)/i,
  /(?:namespace|organi[sz]ation|repository|account) (?:(?:NAME|"NAME"|[\w.-]{1,200}) )?(?:has been|is) (?:disabled|suspended|frozen|archived)/i,
  /pull of unsigned|image is not signed in Notary|not signed by cosign/i,
];

/**
 * IAM names the policy that stands in the way of a permission: the identity has it (AWS, error
 * messages of access denied).
 */
const denyingPolicies: readonly RegExp[] = [
  /no VPC endpoint policy allows/i,
  /explicit deny in an? (?:VPC endpoint|service control|resource control|session) policy/i,
  /no (?:service|resource) control policy allows/i,
];

/** Whether hidden words name a policy that refuses whoever asks. */
export const isPolicy = (words: string): boolean =>
  anyOccurs(policies, words) || anyOccurs(denyingPolicies, words);

/** A registry's or token service's own words about who asks; their HTTP status says less. */
export const accessRows: readonly Row[] = [
  {
    label: 'registry-4xx-other',
    says: [...policies, 'in header not a valid digest', 'no Docker-Content-Digest'],
  },
  {
    // a token service that answers with a web page has judged no login
    label: 'registry-4xx-other',
    says: [/tok.{0,200}invalid character .{0,12} looking for/i],
  },
  {
    label: 'rate-limited',
    says: [
      'toomanyrequests',
      'too many requests',
      /(?:pull )?rate limit/i,
      'rate exceeded',
      'request limit exceeded',
      'quota exceeded',
      'ThrottlingException',
      'throttl',
    ],
  },
  {
    label: 'ecr-token-expired',
    says: [
      'authorization token has expired',
      /authorization token .{0,40}expired/i,
      'ExpiredToken',
      'security token included in the request is expired',
    ],
  },
  {
    label: 'unauthorized-no-credentials',
    says: [
      'no basic auth credentials',
      'missing username or secret',
      'unauthenticated request',
      /anonymous (?:users?|access|pull|caller|request)/i,
      /no credentials (?:were |was )?(?:provided|found|supplied)/i,
      'must be logged in',
      /please log ?in/i,
      'no scope specified for token auth challenge',
      /unknown: (?:unauthorized|authentication)/i,
    ],
  },
  {
    // docker/errors.go of containers/image prints `invalid username/password` for any 401 of the
    // token endpoint
    label: 'unauthorized-bad-credentials',
    says: [
      /(?:incorrect|(?<!may have )invalid|wrong|bad|unknown)[ _](?:user ?name|user|login|password|credentials?|personal access token|access token)\b/i,
      'HTTP Basic: Access denied',
      /robot (?:account|credentials?)/i,
      'failed authentication',
      'authentication failed',
      /token (?:has )?expired/i,
      'expired token',
      'invalid_grant',
      'application not registered',
      /(?:log ?in|authenticate) with (?:a|your) (?:personal access|application) token/i,
      'bad_credential',
      /unable to parse json key/i,
      /account .{0,40}(?:locked|disabled|suspended)/i,
    ],
  },
  {
    // ghcr answers so to a login it does not know
    label: 'unauthorized-bad-credentials',
    says: [/(?:^|[^'"\w] ?)denied:? denied\b/],
  },
  {
    label: 'registry-4xx-other',
    says: [
      /^unsupported: /i,
      ': unsupported: ',
      /terms (?:and conditions|of (?:use|service))/i,
      /licen[cs]e (?:agreement )?(?:not|must)/i,
    ],
  },
  {
    label: 'forbidden-insufficient-scope',
    says: [
      'permission_denied',
      /permission "(?:NAME|[^"]{1,200})" denied/i,
      'not authorized to perform',
      'access forbidden',
      /does not have (?:permission|access)/i,
      'do not have permission',
      "don't have permission",
      'insufficient permission',
      /(?<!operation )not permitted/i,
      /denied: (?:permission|forbidden|access denied|not authorized|retrieving permissions|user )/i,
      'no permission',
      'token provided does not match',
    ],
  },
  {
    label: 'repository-or-access-denied-ambiguous',
    says: [
      'pull access denied',
      'no pull access',
      'insufficient_scope',
      'requested access to the resource is denied',
      'verify that it exists and you have permission',
      'may not exist or',
      // Docker before 1.10 said so of any refusal, too
      /(?:^|\bError: )image (?:NAME|\S{1,600}) not found\)?\s*$/i,
      /(?:^|: )denied(?:\s*$|: )/i,
    ],
  },
  {
    label: 'unauthorized-no-credentials',
    says: [
      'unauthorized: ',
      'you may have invalid credentials',
      /authentication (?:is )?required/i,
      /authorization (?:failed|required)/i,
      'access to the requested resource is not authorized',
    ],
  },
];

/**
 * Words for a missing repository or manifest; whether by tag or digest is told apart by the caller.
 */
export const missingRows: readonly Row[] = [
  {
    label: 'repository-not-found',
    says: [
      'name unknown',
      'NAME_UNKNOWN',
      /(?:repository|project)(?: (?:NAME|"NAME"|with name .{0,300}?))? (?:not found|does not exist|name not known|is not found)/i,
      'repository name not known',
      'no such repository',
      'unknown repository',
    ],
  },
  {
    label: 'tag-not-found',
    says: [
      'manifest unknown',
      'MANIFEST_UNKNOWN',
      /manifest (?:for NAME )?(?:is )?not found/i,
      /(?:tag|image|artifact|manifest|reference) (?:NAME |"NAME" |tagged .{0,200}?)?(?:is |was |does )?(?:not found|not exist|unknown|deleted)/i,
      'manifest tagged by',
      'was deleted or has expired',
      'requested image not found',
      'no such image',
      /NAME"?: not found/i,
      'not found: manifest',
      'image NAME not found',
    ],
  },
];

/** The last resort among a registry's answers: a word without a number or a code. */
export const bareAnswerRows: readonly Row[] = [
  { label: 'unauthorized-no-credentials', says: [/\bunauthorized\b/i, 'fetch anonymous tok'] },
  { label: 'unauthorized-bad-credentials', says: ['fetch oauth tok'] },
  { label: 'registry-4xx-other', says: [/(?:Get|Head) "?(?:URL|NAME)?"?: forbidden/i] },
  {
    label: 'forbidden-insufficient-scope',
    says: [/\bforbidden\b/i, 'permission denied', /access denied/i, 'not authorized'],
  },
  {
    label: 'registry-5xx',
    says: ['internal server error', /bad gateway/i, 'service unavailable', /gateway time-?out/i],
  },
  // by whoever quoted it; an unknown `not found` may be the node's own store
  {
    label: 'tag-not-found',
    says: [
      /(?:\.\.\.|…):? ?(?:was )?not found/i,
      /failed to resolve (?:reference|image)[^:]{0,200}: not found/i,
    ],
  },
];
