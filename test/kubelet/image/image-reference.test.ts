import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseImageReference } from '../../../src/kubelet/image/image-reference.ts';

const hex = 'ab'.repeat(32);
const digest = `sha256:${hex}`;

function parts(text: string) {
  const parsed = parseImageReference(text);
  return parsed.ok ? [parsed.registry, parsed.repository, parsed.tag, parsed.digest] : parsed.message;
}

describe('a reference that parses', () => {
  it.each([
    ['nginx', 'docker.io', 'library/nginx', 'latest', null],
    ['acme/app:1', 'docker.io', 'acme/app', '1', null],
    ['index.docker.io/nginx', 'docker.io', 'library/nginx', 'latest', null],
    ['localhost/app', 'localhost', 'app', 'latest', null],
    ['localhost:80', 'docker.io', 'library/localhost', '80', null],
    ['REG/app', 'REG', 'app', 'latest', null],
    ['reg.io:5000/a/b__c.d--e', 'reg.io:5000', 'a/b__c.d--e', 'latest', null],
    ['[2001:db8::1]:5000/a', '[2001:db8::1]:5000', 'a', 'latest', null],
    [`reg.io/a:1@${digest}`, 'reg.io', 'a', '1', digest],
    [`reg.io/a@${digest}`, 'reg.io', 'a', null, digest],
    [`sha256:${hex}`, 'docker.io', 'library/sha256', hex, null],
    // no domain for the grammar, but a path that it accepts
    ['my_reg.io/app', 'my_reg.io', 'app', 'latest', null],
  ])('%s', (text, ...expected) => {
    expect(parts(text)).toEqual(expected);
  });

  it('goes to the runtime as written, with the default tag where it has none', () => {
    const runtimeImage = (text: string) => {
      const parsed = parseImageReference(text);
      return parsed.ok ? parsed.runtimeImage : null;
    };
    expect(runtimeImage('nginx')).toBe('nginx:latest');
    expect(runtimeImage('nginx:latest')).toBe('nginx:latest');
    expect(runtimeImage(`nginx@${digest}`)).toBe(`nginx@${digest}`);
  });
});

describe('a reference that does not parse', () => {
  it.each([
    [hex, `invalid repository name (${hex}), cannot specify 64-byte hexadecimal strings`],
    ['acme/App', 'invalid reference format: repository name (acme/App) must be lowercase'],
    ['App', 'invalid reference format: repository name (library/App) must be lowercase'],
    ['a/b@c', 'invalid reference format'],
    [`reg.io/${'a'.repeat(256)}`, 'repository name must not be more than 255 characters'],
    [`reg.io/a@md5:${'a'.repeat(32)}`, 'unsupported digest algorithm'],
    [`reg.io/a@sha512:${hex}`, 'invalid checksum digest length'],
    [`reg.io/a@sha256:${hex.toUpperCase()}`, 'invalid checksum digest format'],
    [`reg.io/a:t@SHA256:${hex}`, 'invalid checksum digest format'],
    ['reg.io/a:\u212a', 'repository name must be lowercase'],
  ])('%s', (text, message) => {
    expect(parts(text)).toBe(message);
  });

  it.each([
    ['', null, 'empty text'],
    [`reg.io/app:\${TAG}`, 11, `unexpanded variable \`\${TAG}\``],
    ['app:$(TAG)', 4, 'unexpanded variable `$(TAG)`'],
    ['{{ .Values.image }}', 0, 'unexpanded variable `{{ .Values.image }}`'],
    ['reg.io/app:<tag>', 11, 'placeholder `<tag>`'],
    ['reg.io/app ', 10, 'white space at the end'],
    ['reg.io/ app', 7, 'white space'],
    ['"app"', 0, 'quotation mark `"`'],
    ['https://reg.io/app', 0, 'scheme `https://` in front'],
    ['reg.io/app\u200b', 10, 'character U+200B'],
    ['reg.io/team/aTTa', 13, 'upper-case letter `T`'],
    ['reg.io/app:', 10, 'empty tag after `:`'],
    ['reg.io/app:-1', 11, 'tag that begins with `-`'],
    ['reg.io/app:1:2', 12, 'second `:` after the repository'],
    [`reg.io/app:${'t'.repeat(129)}`, 139, 'tag of 129 characters, 128 are allowed'],
    ['reg.io/app@', 10, 'empty digest after `@`'],
    ['reg.io/app@sha256:abc', 18, 'digest of 3 digits instead of 64'],
    ['reg.io/app@constructor:abc', 11, 'digest algorithm `constructor`, which is not known'],
    ['reg.io:abc/app', 6, 'port `abc`, which is no number'],
    ['reg..io/app', 3, 'empty label beside `.` in the registry'],
    ['reg-.io/app', 3, '`-` at the edge of a label of the registry'],
    ['/app', 0, 'nothing before the first `/`'],
    ['reg.io//app', 7, 'empty part beside `/`'],
    ['reg.io/', 7, 'empty repository'],
    ['reg.io/a/', 8, 'empty part beside `/`'],
    ['reg.io/a___b', 8, '`___` inside a part'],
    ['reg.io/a/_b', 9, '`_` at the start of a part'],
    ['reg.io/a-/b', 8, '`-` at the end of a part'],
    [`reg.io/${'a'.repeat(256)}`, 262, 'repository of 256 characters, 255 are allowed'],
  ])('says where and what: %j', (text, position, hint) => {
    expect(parseImageReference(text)).toMatchObject({ ok: false, position, hint });
  });
});

const piece = fc.constantFrom(
  'a',
  'B',
  'reg.io',
  ':',
  '/',
  '@',
  '.',
  '_',
  '-',
  '80',
  digest,
  '$',
  ' ',
  'é',
  '[::1]',
);
const anyText = fc.oneof(
  fc.array(piece).map((all) => all.join('')),
  fc.string({ unit: 'binary' }),
);

it('takes any text, and points inside it', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const parsed = parseImageReference(text);
      if (parsed.ok) return parsed.runtimeImage.startsWith(text);
      expect(parsed.hint).not.toBe('');
      return parsed.position === null || (parsed.position >= 0 && parsed.position <= text.length);
    }),
  );
});

it('reads its own full form the same way', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const parsed = parseImageReference(text);
      fc.pre(parsed.ok);
      const { registry, repository, tag, digest: hash } = parsed;
      const full = `${registry}/${repository}${tag === null ? '' : `:${tag}`}${hash === null ? '' : `@${hash}`}`;
      expect(parts(full)).toEqual([registry, repository, tag, hash]);
    }),
  );
});

it('answers long texts at once', () => {
  for (const text of [
    'a-'.repeat(100_000),
    'a/'.repeat(100_000),
    `${'a'.repeat(200_000)}!`,
    '-'.repeat(200_000),
  ])
    expect(parseImageReference(text).ok).toBe(false);
});
