import { readFileSync, writeFileSync } from 'node:fs';
import { Document, isAlias, parseAllDocuments, Scalar, visit } from 'yaml';
import type { RenewedTokens } from './oidc-refresh.ts';

/** To this schema all scalars are text, which is written back as it was. */
const options = { schema: 'failsafe', uniqueKeys: false, merge: true } as const;

/** Writes renewed tokens into the user's entry of a kubeconfig; all else in the file stays, comments too. Throws when it cannot. */
export function storeTokens(file: string, userName: string, tokens: RenewedTokens): void {
  const [first, ...others] = parseAllDocuments(readFileSync(file, 'utf8'), options);
  if (first === undefined) throw new Error('the kubeconfig is empty by now');
  const plain = first.toJS() as { readonly users: readonly { readonly name?: string }[] };
  const index = plain.users.findIndex((user) => (user.name ?? '') === userName);
  // an entry that aliases share is given to each of its users, as kubectl does
  const document = hasAliases(first)
    ? new Document(plain, { ...options, aliasDuplicateObjects: false })
    : first;
  for (const [key, token] of Object.entries(tokens)) {
    const text = new Scalar(token);
    text.type = Scalar.QUOTE_DOUBLE;
    document.setIn(['users', index, 'user', 'auth-provider', 'config', key], text);
  }
  writeFileSync(file, [document, ...others].map((one) => one.toString({ lineWidth: 0 })).join(''));
}

function hasAliases(document: Document): boolean {
  let found = false;
  visit(document, (_, node) => {
    if (!isAlias(node)) return undefined;
    found = true;
    return visit.BREAK;
  });
  return found;
}
