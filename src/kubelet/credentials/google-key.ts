import type { GoogleKey } from '../../model/pull-secret.ts';
import { isToken } from './token-kind.ts';
import { base64Object, jsonObject } from './token-times.ts';

const reservedUser = /^_json_key(?:_base64)?$/;
const serviceAccount = /"type"\s*:\s*"service_account"/;
const projectId = /^(?:[a-z0-9.-]{1,60}:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/;
// USER@PROJECT.iam.gserviceaccount.com, PROJECT@appspot.gserviceaccount.com; a domain's project
// stands before its domain
const ofEmail = /@([a-z0-9-]+)\.iam\.gserviceaccount\.com$|^([a-z0-9-]+)@appspot\.gserviceaccount\.com$/;

type Fields = Readonly<Record<string, unknown>>;

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

function projectOf(fields: Fields): string | null {
  const [, user, app] = ofEmail.exec(textOf(fields['client_email'])) ?? [];
  const project = textOf(fields['project_id']) || (user ?? app ?? '');
  return projectId.test(project) && !isToken(project) ? project : null;
}

function faultOf(fields: Fields, missing: readonly string[]): GoogleKey['fault'] {
  const { type } = fields;
  if (type !== undefined && type !== 'service_account') return 'other-kind';
  if (missing.length > 0) return 'incomplete';
  return textOf(fields['private_key']).includes('\\n') ? 'escaped-newlines' : null;
}

/**
 * What a password is worth as the key file of a Google service account; null where neither the user
 * name nor its form means it as one. Of the content only the names of absent fields and the project
 * id are told.
 */
export function googleKey(username: string, password: string): GoogleKey | null {
  const text = password.trim();
  const plain = jsonObject(text);
  const fields = plain ?? base64Object(text.replaceAll(/\s/g, ''));
  const meant =
    reservedUser.test(username.trim()) || fields?.['type'] === 'service_account' || serviceAccount.test(text);
  if (text === '' || !meant) return null;
  if (fields === null) return { encoded: false, fault: 'not-json', missing: [], project: null };
  const missing = ['type', 'client_email', 'private_key'].filter((name) => textOf(fields[name]) === '');
  const fault = faultOf(fields, missing);
  return { encoded: plain === null, fault, missing, project: projectOf(fields) };
}
