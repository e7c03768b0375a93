import { readFileSync, writeFileSync } from 'node:fs';
import { parseAllDocuments, Scalar } from 'yaml';
import type { RenewedTokens } from './oidc-refresh.ts';

/** Writes renewed tokens into the user's entry of a kubeconfig; all else in the file stays, comments too. Throws when it cannot. */
export function storeTokens(file: string, userName: string, tokens: RenewedTokens): void {
  // To the failsafe schema all scalars are text, which is written back as it was.
  const documents = parseAllDocuments(readFileSync(file, 'utf8'), { schema: 'failsafe', uniqueKeys: false });
  const [document] = documents;
  if (document === undefined) throw new Error('the kubeconfig is empty by now');
  const { users } = document.toJS() as { users: readonly { name?: string }[] };
  const index = users.findIndex((user) => (user.name ?? '') === userName);
  for (const [key, token] of Object.entries(tokens)) {
    const text = new Scalar(token);
    text.type = Scalar.QUOTE_DOUBLE;
    document.setIn(['users', index, 'user', 'auth-provider', 'config', key], text);
  }
  writeFileSync(file, documents.map((one) => one.toString({ lineWidth: 0 })).join(''));
}
