import type { Connection } from '../../api-client/connect.ts';
import { failed, found, type Observed } from '../../model/observed.ts';
import { fields, text } from '../../objects/fields.ts';
import { statusMessage } from './status-words.ts';

/** The API server's `gitVersion`, such as `v1.33.2`. */
export async function serverVersion(connection: Connection): Promise<Observed<string>> {
  const answer = await connection.request({ method: 'GET', url: `${connection.server}/version` });
  if (answer.kind === 'failure') return failed(answer.problem, answer.remedy);
  if (answer.code !== 200) {
    const says = statusMessage(fields(parse(answer.text)), connection.findCredentials);
    return failed(`${connection.server} answered ${answer.code}${says === '' ? '' : `: ${says}`}`);
  }
  const version = text(fields(parse(answer.text))['gitVersion']);
  return version === '' ? failed(`${connection.server} named no version`) : found(version);
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
