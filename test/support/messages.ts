import { readFileSync } from 'node:fs';
import { defaultImage, type Scene } from './scene.ts';

/**
 * A recorded text of a failed pull. `reason` is that of the event or waiting state it came with.
 */
export interface Message {
  readonly id: string;
  readonly reason: string;
  readonly message: string;
  readonly label: string;
}

const file = new URL('../fixtures/messages/visible.jsonl', import.meta.url);

export const messages: readonly Message[] = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Message);

/** The text of this id. */
export function messageOf(id: string): Message {
  const found = messages.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no message ${id}`);
  return found;
}

/** The image that a text is about, where it is written so that it parses. */
export const imageOf = ({ message }: Message): string =>
  /image "([a-z0-9][\w./:@-]*)"/.exec(message)?.[1] ?? defaultImage;

/** A Pod whose container waits with this text. */
export const waitingWith = (row: Message): Scene & { readonly image: string } => ({
  image: imageOf(row),
  state: { reason: waitingReason(row), message: row.message },
  events: [],
});

const ownReasons = ['InvalidImageName', 'ImageInspectError', 'ErrImageNeverPull', 'RegistryUnavailable'];

/** The waiting reason under which the kubelet shows such a text. */
function waitingReason({ reason }: Message): string {
  if (reason === 'InspectFailed') return 'ImageInspectError';
  return ownReasons.includes(reason) ? reason : 'ErrImagePull';
}
