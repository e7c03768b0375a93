import { describe, expect, it } from 'vitest';
import { refusalReason, statusMessage } from '../../../src/sources/cluster/status-words.ts';

const status = (message: unknown) => ({ kind: 'Status', message });
const rbac = (rest: string) =>
  `secrets "regcred" is forbidden: User "system:serviceaccount:shop:ci" cannot get resource "secrets" in API group "" in the namespace "shop"${rest}`;

describe('the reason of a refusal', () => {
  it.each([
    ['RBAC alone', rbac('')],
    [
      'a list everywhere',
      'secrets is forbidden: User "jane" cannot list resource "secrets" in API group "" at the cluster scope',
    ],
    [
      'another group',
      'replicasets.apps "web-1" is forbidden: User "jane" cannot get resource "replicasets" in API group "apps" in the namespace "shop"',
    ],
    ['a path', 'forbidden: User "system:anonymous" cannot get path "/version"'],
    ['one word', 'Forbidden'],
    ['nothing', ''],
    ['no text', 7],
  ])('is none for %s', (_, message) => {
    expect(refusalReason(status(message))).toBe('');
  });

  it.each([
    [rbac(': no relationship found between node "a" and this object')],
    [rbac(': requires one of ["container.secrets.get"] permission(s).')],
    [rbac(': denied by policy "a": see https://policy.example/x')],
  ])('is what follows: %s', (message) => {
    expect(refusalReason(status(message))).toBe(message.slice(rbac(': ').length));
  });

  it.each([
    'admission webhook "guard.example" denied the request: not on Sundays',
    'secrets "regcred" is forbidden: access denied by the gateway',
  ])('is the whole of other words: %s', (message) => {
    expect(refusalReason(status(message))).toBe(message);
  });
});

describe('the message of a Status', () => {
  it('is one line that cannot steer a terminal', () => {
    const message = 'a\u001b[31mred\u001b[0m b\r\n\tc\u0000d\u202ee \u001b]8;;https://x.example\u0007f';
    expect(statusMessage(status(message))).toBe('ared b c d e f');
  });

  it('is whole, whatever its length', () => {
    expect(statusMessage(status('x '.repeat(5000)))).toHaveLength(9999);
  });

  it('shows no credentials', () => {
    expect(statusMessage(status('dial https://jane:c0rrect-horse@proxy.example'))).toBe(
      'dial https://[redacted]@proxy.example',
    );
  });

  it.each([[null], [{ message: 'x' }], [{ kind: 'Pod', message: 'x' }]])('is empty for %j', (other) => {
    expect(statusMessage(other)).toBe('');
  });
});
