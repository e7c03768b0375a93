import { describe, expect, it } from 'vitest';
import { parseKubeletVersion } from '../../../src/rules/shared/kubelet-version.ts';

describe('the version of a kubelet', () => {
  it.each([
    ['v1.33.2', 33],
    ['v1.33.2-eks-113cf36', 33],
    ['v1.30.5+k3s1', 30],
    ['v1.31.0-alpha.1.200+0123456789abcd', 31],
    ['1.9', 9],
    ['v1.36+', 36],
  ])('%s', (text, minor) => {
    expect(parseKubeletVersion(text)).toEqual({ text, minor });
  });

  it.each(['', 'v2.0.0', 'nightly', 'v1', 'v1.x.2', 'v11.3.0', 'v1.33beta'])('none in %j', (text) => {
    expect(parseKubeletVersion(text)).toBe(null);
  });
});
