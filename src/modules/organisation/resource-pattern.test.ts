import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileResourcePattern, type ResourceKind } from './resource-pattern.ts';
import { textGlob } from './text-glob.ts';

const matches = (kind: ResourceKind, pattern: string, key: string): boolean => {
  const compiled = compileResourcePattern(kind, pattern);
  if (!compiled.ok) throw new Error(compiled.why);
  return compiled.pattern.matches(key);
};

describe('a pattern of a rule on what is no path', () => {
  it.each<[ResourceKind, string, string[], string[]]>([
    ['cloud-account', '1234*', ['123456789012', '1234'], ['912345']],
    [
      'cloud-resource',
      'arn:aws:s3:::pay-*',
      ['arn:aws:s3:::pay-logs', 'ARN:aws:s3:::PAY-x'],
      ['arn:aws:s3:::x'],
    ],
    ['host', 'db-?.shop.internal', ['db-1.shop.internal'], ['db-10.shop.internal']],
    ['namespace', 'payments', ['payments', 'prod-eu/payments'], ['prod-eu/payments-2', 'payments/x']],
    ['namespace', 'prod-*/payments', ['prod-eu/payments'], ['payments', 'test/payments']],
    ['workload', '*/Deployment/ledger', ['pay/Deployment/ledger'], ['pay/Deployment/ledger-2']],
  ])('of kind %s, %s, is a name with wildcards', (kind, pattern, yes, no) => {
    for (const key of yes) expect([key, matches(kind, pattern, key)]).toEqual([key, true]);
    for (const key of no) expect([key, matches(kind, pattern, key)]).toEqual([key, false]);
  });

  it.each([
    ['registry.example/pay/api', 'registry.example/pay/api:1.2', true],
    ['registry.example/pay/api', 'registry.example/pay/api@sha256:ab12', true],
    ['registry.example/pay/api', 'registry.example/pay/api:1.2@sha256:ab12', true],
    ['registry.example:5000/pay/*', 'registry.example:5000/pay/api:1.2', true],
    ['registry.example/pay/api', 'registry.example:5000/pay/api:1', false],
    ['registry.example/pay/api', 'registry.example/pay/api-2', false],
    ['registry.example/pay/api:1.*', 'registry.example/pay/api:1.2', true],
    ['registry.example/pay/api:1.*', 'registry.example/pay/api:2.0', false],
    ['registry.example/pay/api:1.*', 'registry.example/pay/api', false],
    ['pay/api', 'docker.io/pay/api:3', true],
    ['debian', 'docker.io/library/debian:12', true],
    ['pay/*', 'registry.example/pay/api', false],
    ['*/pay/*', 'registry.example/pay/api', true],
  ])('of an image, %s against %s, minds the tag only where it names one', (pattern, key, expected) =>
    expect(matches('image', pattern, key)).toBe(expected),
  );

  it.each([
    ['10.0.0.0/8', '10.200.1.2', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['10.0.0.0/8', '::ffff:10.1.2.3', true],
    ['2001:db8::/32', '2001:0DB8:0:1::5', true],
    ['2001:db8::/32', '[2001:db8::1]', true],
    ['2001:db8::/32', '10.0.0.1', false],
    ['fe80::/10', 'fe80::1%eth0', true],
    ['192.0.2.7', '192.0.2.7', true],
    ['192.0.2.7', '192.0.2.8', false],
    ['0.0.0.0/0', 'shop.example', false],
    ['0.0.0.0/0', '010.0.0.1', false],
  ])('of a network, %s against %s, compares bits', (pattern, key, expected) =>
    expect(matches('network', pattern, key)).toBe(expected),
  );

  it.each([
    ['shop.example', 'SHOP.example.', true],
    ['shop.example', 'a.shop.example', false],
    ['*.shop.example', 'a.b.shop.example', true],
    ['*.shop.example', 'shop.example', false],
    ['*.shop.example', 'myshop.example', false],
    ['*.bücher.example', 'a.xn--bcher-kva.example', true],
  ])('of a domain, %s against %s, counts whole labels', (pattern, key, expected) =>
    expect(matches('domain', pattern, key)).toBe(expected),
  );

  it.each([
    ['https://api.example.com/v1', 'https://api.example.com/v1/orders?x=1', true],
    ['https://api.example.com/v1/', 'http://API.example.com/v1', true],
    ['https://api.example.com/v1', 'https://api.example.com/v10', false],
    ['https://api.example.com/v1', 'https://api.example.com/v1/../v2', false],
    ['https://api.example.com', 'https://user@api.example.com:443/', true],
    ['https://api.example.com', 'https://api.example.com:8443/', false],
    ['https://api.example.com', 'https://evil.example/?api.example.com', false],
    ['api.example.com/v1', 'https://api.example.com/v1', true],
    ['*.example.com/admin', 'https://a.example.com/admin/x', true],
    ['*.example.com/admin', 'https://example.com/admin', false],
    ['https://api.example.com', 'no url at all', false],
  ])('of a URL, %s against %s, is what it begins with', (pattern, key, expected) =>
    expect(matches('url', pattern, key)).toBe(expected),
  );

  it.each([
    ['pkg:npm/@acme/*', 'pkg:npm/%40acme/ui@1.2.3', true],
    ['pkg:npm/%40acme/ui', 'pkg:npm/@acme/ui@2?arch=x#a', true],
    ['pkg:npm/left-pad@1.*', 'pkg:npm/left-pad@1.3.0', true],
    ['pkg:npm/left-pad@1.*', 'pkg:npm/left-pad@2.0.0', false],
    ['@acme/*', 'pkg:npm/%40acme/ui@1.2.3', true],
    ['org.acme:*', 'pkg:maven/org.acme/core@1', true],
    ['@acme/*', '@acme/ui', true],
    ['openssl', 'pkg:deb/debian/openssl@3', false],
    ['pkg:deb/*/openssl', 'pkg:deb/debian/openssl@3?distro=12', true],
  ])('of a package, %s against %s, is a purl or a name', (pattern, key, expected) =>
    expect(matches('package', pattern, key)).toBe(expected),
  );

  it.each<[ResourceKind, string]>([
    ['network', '10.0.0'],
    ['network', '10.0.0.0/33'],
    ['network', '10.0.0.0/8/8'],
    ['network', '10.0.0.0/'],
    ['network', 'shop.example'],
    ['domain', '*.com'],
    ['domain', 'a.*.example'],
    ['domain', 'https://shop.example'],
    ['domain', '*'],
    ['url', 'https://api.example.com/*/x'],
    ['url', 'https://'],
    ['url', 'https://*'],
    ['host', ' '],
  ])('of kind %s that means nothing is refused with a reason: %s', (kind, pattern) => {
    const compiled = compileResourcePattern(kind, pattern);
    expect(compiled.ok).toBe(false);
    if (!compiled.ok) expect(compiled.why).not.toBe('');
  });

  it('of a network that does not begin where it says is refused, with the one that was meant', () => {
    expect(compileResourcePattern('network', '10.1.2.3/8')).toMatchObject({ suggestion: '10.0.0.0/8' });
    expect(compileResourcePattern('network', '2001:db8::1/32')).toMatchObject({
      suggestion: '2001:db8::/32',
    });
  });

  it('answers whatever it is asked, without throwing', () =>
    fc.assert(
      fc.property(
        fc.constantFrom('image', 'network', 'domain', 'url', 'package', 'host'),
        fc.string(),
        fc.string(),
        (kind, pattern, key) => {
          const compiled = compileResourcePattern(kind as ResourceKind, pattern);
          if (compiled.ok) expect(typeof compiled.pattern.matches(key)).toBe('boolean');
        },
      ),
    ));

  it('with thousands of wildcards is answered at once', () => {
    const { matches: asked } = textGlob('*a'.repeat(5000));
    const begun = performance.now();
    expect(asked('b'.repeat(20_000))).toBe(false);
    expect(performance.now() - begun).toBeLessThan(500);
  });
});
