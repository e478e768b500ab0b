import { describe, expect, it } from 'vitest';
import { type ResourceTarget, resourcePlaceOf, resourcePlaceOfKey } from './place.ts';

const PAY = 'acme/pay';
const target = (kind: string, key: string, more: Partial<ResourceTarget> = {}): ResourceTarget => ({
  kind,
  key,
  labels: {},
  repositoryId: null,
  ...more,
});

describe('where an observation lies', () => {
  const place = {};
  const names = (...of: Parameters<typeof resourcePlaceOf>) =>
    resourcePlaceOf(...of).map(({ kind, key }) => `${kind}:${key}`);

  it('is told from the inside out', () => {
    const bucket = { id: 'arn:aws:s3:::pay', account: '123456789012' };
    expect(names(target('cloud-account', 'aws:123456789012'), { resource: bucket, place })).toEqual([
      'cloud-resource:arn:aws:s3:::pay',
      'cloud-account:123456789012',
    ]);
    expect(names(target('cluster', 'prod'), { resource: { id: 'pay/Deployment/api' }, place })).toEqual([
      'workload:pay/Deployment/api',
      'namespace:prod/pay',
      'cluster:prod',
    ]);
    expect(names(target('url', 'https://a.example'), { web: { url: 'https://a.example/x' }, place })).toEqual(
      ['url:https://a.example/x', 'url:https://a.example', 'host:a.example', 'domain:a.example'],
    );
    expect(
      names(target('host', '10.0.0.1'), { resource: { id: '10.0.0.1', host: '10.0.0.1' }, place }),
    ).toEqual(['host:10.0.0.1', 'network:10.0.0.1']);
  });

  it('keeps the labels of a resource that is the target itself', () => {
    const resource = { id: 'h', host: 'h', labels: { team: 'a' } };
    expect(
      resourcePlaceOf(target('host', 'h', { labels: { env: 'b' } }), { resource, place })[0]?.labels,
    ).toEqual({
      team: 'a',
      env: 'b',
    });
  });

  it('in a repository is its resource, and at last the repository', () => {
    const resource = { id: 'arn:aws:s3:::x' };
    expect(
      names(target('repository', PAY, { repositoryId: 'r' }), { resource, web: { url: 'https://x' }, place }),
    ).toEqual(['cloud-resource:arn:aws:s3:::x', 'repository:acme/pay']);
  });

  it.each(['', 'host', 'host:', 'planet:x', ':x', 'repository:acme/pay'])('%j is no resource', (text) =>
    expect(resourcePlaceOfKey(text)).toBeNull(),
  );
});
