import { expect, test } from 'vitest';
import { inspectorType, inspectorVersion, withoutDigest } from './inspector-packages.ts';

test.each([
  ['OS', 'DEBIAN_12', 'deb'],
  ['OS', 'AMAZON_LINUX_2023', 'rpm'],
  ['OS', undefined, undefined],
  ['PYTHONPKG', undefined, 'pypi'],
  ['DOTNET_CORE', undefined, 'nuget'],
  ['JAR', undefined, 'maven'],
])('a package of %s on %s is of type %s', (manager, platform, type) => {
  expect(inspectorType(manager, platform)).toBe(type);
});

test('epoch, version and release make the version that the system itself shows', () => {
  expect(inspectorVersion('1.2', '3', '0')).toBe('1.2-3');
  expect(inspectorVersion('1.2', undefined, '1')).toBe('1:1.2');
  expect(inspectorVersion('0:1.2-3')).toBe('1.2-3');
  expect(inspectorVersion('NotAvailable')).toBeUndefined();
});

test('an image keeps its name when it is rebuilt', () => {
  expect(withoutDigest(`arn:aws:ecr:eu-west-1:1:repository/shop/sha256:${'a'.repeat(64)}`)).toBe(
    'arn:aws:ecr:eu-west-1:1:repository/shop',
  );
});
