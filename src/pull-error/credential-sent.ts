import type { CredentialSent } from '../model/pull-error.ts';

// containerd's docker authorizer asks anonymously only without a secret; containers/image says
// `invalid username/password` of any refused token request, so that phrase proves nothing.
const none =
  /fetch anonymous tok|no basic auth credentials|missing username or secret|unauthenticated (?:pull rate limit|request)|anonymous (?:users?|access|pull|caller|request)|no credentials (?:were |was )?(?:provided|supplied)/i;
const some =
  /fetch oauth tok|(?:incorrect|(?<!may have )invalid|wrong|bad)[ _](?:user ?name or password|login|password|credentials?|personal access token|access token)\b|incorrect username|HTTP Basic: Access denied|robot (?:account|credentials?)|authorization token (?:has|is) expired|ExpiredToken|security token included|permission_denied|token provided does not match|\buser: arn:|pull rate limit as |failed authentication|authGroup|with (?:a|your) (?:personal access|application) token/i;

/** Whether hidden words prove that the request carried a credential, or that it carried none. */
export function credentialSent(words: string): CredentialSent {
  if (none.test(words)) return 'no';
  return some.test(words) ? 'yes' : 'unknown';
}
