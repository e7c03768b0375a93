import type { GoogleKey } from '../../../model/pull-secret.ts';
import type { Offer } from '../../../model/simulation.ts';
import type { ImageContext } from '../../define-rule.ts';
import { userOf } from '../offers.ts';
import { listed, plural, registryOf } from '../sources.ts';
import { homeOf } from './token-homes.ts';
import { tokenName } from './token-kinds.ts';

/**
 * What is wrong with the form of a credential. `what` goes on after "the credential"; `username` is
 * for the new entry, null where to ask.
 */
export interface Damage {
  readonly kind: string;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  readonly username: string | null;
}

/** The first sign of damage, from the surest to the faintest. */
export function damageOf(pull: ImageContext, offer: Offer): Damage | null {
  const { facts, username } = offer.entry;
  if (facts.placeholder !== null) {
    return {
      kind: 'placeholder',
      username: facts.placeholder === 'password' ? username : null,
      what: `holds a placeholder as ${facts.placeholder}`,
      why: `the ${facts.placeholder} has the form of a placeholder, not of a value`,
      fix: 'recreate the secret with the real value',
    };
  }
  if (facts.doubleEncoded) {
    return {
      kind: 'double-encoded',
      username: null,
      what: 'is base64 twice over',
      why: 'the password is itself base64 of user and password',
      fix: 'recreate the secret with the plain user and password; kubectl encodes them',
    };
  }
  if (facts.robotNameCut) {
    return {
      kind: 'robot-name-cut',
      username: null,
      what: 'has a robot name cut at `$`',
      why: 'the user ends where registries put `$` and the robot’s name: a shell replaced the rest with nothing',
      fix: "recreate the secret with the whole name in single quotes ('robot$name'), so that the shell leaves the `$`",
    };
  }
  const other = wrongUser(pull, offer) ?? keyFileDamage(offer);
  if (other !== null || !facts.disagrees) return other;
  return {
    kind: 'auth-disagrees',
    username,
    what: 'says one thing in `auth` and another in `username` and `password`',
    why: '`auth` differs from `username` and `password`; the kubelet uses `auth`',
    fix: 'recreate the secret, so that both say the same',
  };
}

/**
 * A user name that the kind of password, or ECR, does not go with. Told only of a pull that fails:
 * some registries take any name.
 */
function wrongUser(pull: ImageContext, offer: Offer): Damage | null {
  const { wantedUser, usernameKind, usernameLength, kind } = offer.entry.facts;
  if (pull.status !== 'failing') return null;
  if (usernameKind === 'aws-access-key-id' && homeOf(registryOf(pull)) === 'ECR') {
    return {
      kind: 'wrong-user',
      username: 'AWS',
      what: 'has an AWS access key in place of a token',
      why: 'the user name has the form of an AWS access key id; ECR takes the user `AWS` and a token',
      fix: 'recreate the secret with the user AWS and a token from aws ecr get-login-password',
    };
  }
  if (wantedUser === null || kind === null) return null;
  const has = usernameLength === 0 ? 'no user name' : userOf(offer);
  return {
    kind: 'wrong-user',
    username: wantedUser,
    what: 'has the wrong user name for its password',
    why: `${has}; the password has the form of ${tokenName(kind)}, which goes with the user \`${wantedUser}\``,
    fix: `recreate the secret with the user ${wantedUser}`,
  };
}

const wholeFile =
  'recreate the secret with the whole key file as the password: REGISTRY_PASSWORD="$(cat key.json)"';

function keyFileDamage({ entry }: Offer): Damage | null {
  const { googleKey: key, passwordLength } = entry.facts;
  if (key === null || key.fault === null) return null;
  const { what, why } = keyFaults[key.fault](key, passwordLength);
  return { kind: `key-file-${key.fault}`, username: entry.username, what, why, fix: wholeFile };
}

type Fault = Exclude<GoogleKey['fault'], null>;

const keyFaults: Readonly<
  Record<Fault, (key: GoogleKey, length: number) => { readonly what: string; readonly why: string }>
> = {
  'not-json': (_, length) => ({
    what: 'holds a Google key file that is not JSON',
    why: `the password, ${plural(length, 'character')}, is meant as a key file, but is neither JSON nor base64 of JSON`,
  }),
  'other-kind': () => ({
    what: 'holds a Google key file of another kind',
    why: 'the `type` in the key file is another than service_account',
  }),
  incomplete: ({ missing }) => ({
    what: 'holds an incomplete Google key file',
    why: `the key file has no ${listed(missing.map((name) => `\`${name}\``))}`,
  }),
  'escaped-newlines': () => ({
    what: 'holds a Google key file with a broken key',
    why: 'the line breaks in its `private_key` are escaped twice',
  }),
};
