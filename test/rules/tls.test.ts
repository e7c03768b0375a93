import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { messageOf, waitingWith } from '../support/messages.ts';
import { testWords } from '../support/words-table.ts';

testWords([
  {
    rule: 'registry-tls-untrusted',
    message: 'm-ce5cf1cf8e',
    what: 'worker-3 does not trust the certificate of `registry.example.com`',
    from: ['registry.example.com', null, null],
  },
  {
    rule: 'registry-tls-expired',
    message: 'm-649c0c58ca',
    what: 'the certificate of `harbor.example.com` is outside its time of validity',
    from: ['harbor.example.com', null, null],
  },
  {
    rule: 'registry-tls-name-mismatch',
    message: 'm-2ad089f63a',
    what: 'the ingress in front of `registry.example.com` has no certificate for it',
    from: ['registry.example.com', null, null],
  },
  {
    rule: 'registry-tls-client-certificate',
    message: 'm-f01adbbc7f',
    what: '`registry.example.com` asks worker-3 for a client certificate',
    from: ['registry.example.com', null, null],
  },
  {
    rule: 'registry-plain-http',
    message: 'm-9c6d172f46',
    what: '`192.168.31.88:5000` speaks plain HTTP, and the runtime asks for HTTPS',
    from: ['192.168.31.88:5000', null, null],
  },
  {
    rule: 'registry-https-on-http-port',
    message: 'm-2fbc93ae5a',
    what: '`registry.example.com:5000` speaks HTTPS, and the runtime sends plain HTTP',
    from: ['registry.example.com:5000', null, 400],
  },
]);

describe('registry-tls-name-mismatch', () => {
  it('offers no name of a certificate that has none', async () => {
    const says =
      'failed to pull and unpack image "registry.acme.io/shop/api:1.4": failed to resolve reference "registry.acme.io/shop/api:1.4": failed to do request: Head "https://registry.acme.io/v2/shop/api/manifests/1.4": tls: failed to verify certificate: x509: certificate is not valid for any names, but wanted to match registry.acme.io';
    const { findings } = await diagnoseImage({ image: 'registry.acme.io/shop/api:1.4', says });
    expect(findings[0]?.what).toBe('the certificate of `registry.acme.io` names no host');
    expect(JSON.stringify(findings[0]?.fixes)).not.toContain('use the name');
  });
});

describe('registry-tls-expired', () => {
  it('quotes both times, so that a wrong clock shows', async () => {
    const { findings } = await diagnoseImage(waitingWith(messageOf('m-649c0c58ca')));
    expect(findings[0]?.why[0]?.says).toBe(
      'current time 2025-06-12T03:05:25Z is after 2025-06-07T05:48:45Z; a wrong clock on the node gives the same words',
    );
  });
});
