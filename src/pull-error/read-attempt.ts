import type { PullAttempt } from '../model/pull-error.ts';
import { branches } from './branches.ts';
import { credentialSent } from './credential-sent.ts';
import { hide } from './hide.ts';
import { judge } from './judge.ts';
import { statusOf } from './status.ts';
import { whereOf } from './where.ts';
import { stripWrappers } from './wrappers.ts';

const registryLabels =
  /^(?:unauthorized|forbidden|ecr-token|repository|tag|digest|rate-limited|dns|conn|no-route|pull-interrupted|proxy|registry|tls|http|mirror|blob)/;

/** Wrappers and nothing inside, as the status of every Pod in back-off has it. */
const unsaid: PullAttempt = {
  label: 'unknown',
  text: '',
  credentialSent: 'unknown',
  host: null,
  address: null,
  status: null,
  tokenService: false,
  mirror: false,
};

function readBranch(text: string): PullAttempt {
  if (text === '') return unsaid;
  const words = hide(stripWrappers(text));
  const where = whereOf(text);
  const status = statusOf(words);
  const label = judge(words, text, status, where);
  const asked = registryLabels.test(label);
  return {
    label,
    text,
    credentialSent: credentialSent(words),
    host:
      label === 'proxy-failure' && where.address === null && !/lookup/.test(words)
        ? null
        : asked
          ? where.host
          : null,
    address: asked ? where.address : null,
    status,
    tokenService: where.tokenService,
    mirror: where.mirror,
  };
}

/**
 * Reads one attempt of a pull. When a primary registry and its mirrors failed differently, the mirror set-up is the fault:
 * the runtime asks the primary only because no mirror could serve the image.
 */
export function readAttempt(text: string): PullAttempt {
  const { primary, mirrors } = branches(text);
  const first = readBranch(primary);
  const [mirror] = mirrors.map(readBranch);
  if (mirror === undefined) return { ...first, text };
  const label = mirror.label === first.label ? first.label : 'mirror-misconfigured';
  return { ...mirror, label, text, mirror: true };
}
