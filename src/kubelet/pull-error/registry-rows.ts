import type { Row } from './row.ts';

/** A registry's or token service's own words about who asks; their HTTP status says less. */
export const accessRows: readonly Row[] = [
  {
    label: 'rate-limited',
    says: [
      /toomanyrequests/i,
      /too many requests/i,
      /(?:pull )?rate limit/i,
      /rate exceeded/i,
      /request limit exceeded/i,
      /quota exceeded/i,
      /ThrottlingException/i,
      /throttl/i,
    ],
  },
  {
    label: 'ecr-token-expired',
    says: [
      /authorization token has expired/i,
      /authorization token .{0,40}expired/i,
      /ExpiredToken/i,
      /security token included in the request is expired/i,
    ],
  },
  {
    label: 'unauthorized-no-credentials',
    says: [
      /no basic auth credentials/i,
      /missing username or secret/i,
      /unauthenticated request/i,
      /anonymous (?:users?|access|pull|caller|request)/i,
      /no credentials (?:were |was )?(?:provided|found|supplied)/i,
      /must be logged in/i,
      /please log ?in/i,
      /no scope specified for token auth challenge/i,
      /unknown: (?:unauthorized|authentication)/i,
    ],
  },
  {
    // docker/errors.go of containers/image prints `invalid username/password` for any 401 of the token endpoint
    label: 'unauthorized-bad-credentials',
    says: [
      /(?:incorrect|(?<!may have )invalid|wrong|bad|unknown)[ _](?:user ?name|user|login|password|credentials?|personal access token|access token)\b/i,
      /HTTP Basic: Access denied/i,
      /robot (?:account|credentials?)/i,
      /failed authentication/i,
      /authentication failed/i,
      /token (?:has )?expired/i,
      /expired token/i,
      /invalid_grant/i,
      /application not registered/i,
      /(?:log ?in|authenticate) with (?:a|your) (?:personal access|application) token/i,
      /bad_credential/i,
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
      /: unsupported: /i,
      /terms (?:and conditions|of (?:use|service))/i,
      /licen[cs]e (?:agreement )?(?:not|must)/i,
    ],
  },
  {
    label: 'forbidden-insufficient-scope',
    says: [
      /permission_denied/i,
      /permission "(?:NAME|[^"]{1,200})" denied/i,
      /not authorized to perform/i,
      /access forbidden/i,
      /does not have (?:permission|access)/i,
      /do not have permission/i,
      /don't have permission/i,
      /insufficient permission/i,
      /(?<!operation )not permitted/i,
      /denied: (?:permission|forbidden|access denied|not authorized|retrieving permissions|user )/i,
      /no permission/i,
      /token provided does not match/i,
    ],
  },
  {
    label: 'repository-or-access-denied-ambiguous',
    says: [
      /pull access denied/i,
      /no pull access/i,
      /insufficient_scope/i,
      /requested access to the resource is denied/i,
      /verify that it exists and you have permission/i,
      /may not exist or/i,
      /(?:^|: )denied(?:\s*$|: )/i,
    ],
  },
  {
    label: 'unauthorized-no-credentials',
    says: [
      /unauthorized: /i,
      /you may have invalid credentials/i,
      /authentication (?:is )?required/i,
      /authorization (?:failed|required)/i,
      /access to the requested resource is not authorized/i,
    ],
  },
];

/** Words for a missing repository or manifest; whether by tag or digest is told apart by the caller. */
export const missingRows: readonly Row[] = [
  {
    label: 'repository-not-found',
    says: [
      /name unknown/i,
      /NAME_UNKNOWN/i,
      /(?:repository|project)(?: (?:NAME|"NAME"|with name .{0,300}?))? (?:not found|does not exist|name not known|is not found)/i,
      /repository name not known/i,
      /no such repository/i,
      /unknown repository/i,
    ],
  },
  {
    label: 'tag-not-found',
    says: [
      /manifest unknown/i,
      /MANIFEST_UNKNOWN/i,
      /manifest (?:for NAME )?(?:is )?not found/i,
      /(?:tag|image|artifact|manifest|reference) (?:NAME |"NAME" |tagged .{0,200}?)?(?:is |was |does )?(?:not found|not exist|unknown|deleted)/i,
      /manifest tagged by/i,
      /was deleted or has expired/i,
      /requested image not found/i,
      /no such image/i,
      /NAME"?: not found/i,
      /not found: manifest/i,
      /image NAME not found/i,
    ],
  },
];

/** The last resort among a registry's answers: a word without a number or a code. */
export const bareAnswerRows: readonly Row[] = [
  { label: 'unauthorized-no-credentials', says: [/\bunauthorized\b/i, /fetch anonymous tok/i] },
  { label: 'unauthorized-bad-credentials', says: [/fetch oauth tok/i] },
  { label: 'registry-4xx-other', says: [/(?:Get|Head) "?(?:URL|NAME)?"?: forbidden/i] },
  {
    label: 'forbidden-insufficient-scope',
    says: [/\bforbidden\b/i, /permission denied/i, /access denied/i, /not authorized/i],
  },
  {
    label: 'registry-5xx',
    says: [/internal server error/i, /bad gateway/i, /service unavailable/i, /gateway time-?out/i],
  },
  { label: 'tag-not-found', says: [/\bnot found\b/i] },
];
