import fc from 'fast-check';
import { expect, it } from 'vitest';
import { groupNames, statementOf } from './aliases.ts';

const groups = (...statements: string[][]) => Object.fromEntries(groupNames(statements));

it('names that are stated to be one share a group, called by the CVE, else the GHSA, else the smallest', () => {
  expect(groups(['GHSA-a', 'OSV-1'], ['OSV-1', 'CVE-2024-0001'])).toEqual({
    'GHSA-a': 'CVE-2024-0001',
    'OSV-1': 'CVE-2024-0001',
    'CVE-2024-0001': 'CVE-2024-0001',
  });
  expect(groups(['PYSEC-2', 'GHSA-a'])).toMatchObject({ 'PYSEC-2': 'GHSA-a' });
  expect(groups(['PYSEC-2', 'GO-1'])).toMatchObject({ 'PYSEC-2': 'GO-1' });
});

it('cyclic aliases and a name that is its own alias are harmless', () => {
  const cyclic = [['A-1', 'B-1'], ['B-1', 'C-1'], ['C-1', 'A-1'], ['A-1', 'A-1'], ['D-1']];
  expect(groups(...cyclic)).toEqual({ 'A-1': 'A-1', 'B-1': 'A-1', 'C-1': 'A-1', 'D-1': 'D-1' });
});

it('a name stated with two CVEs never makes them one', () => {
  expect(groups(['GHSA-a', 'CVE-2024-0001'], ['GHSA-a', 'CVE-2024-0002'])).toEqual({
    'GHSA-a': 'GHSA-a',
    'CVE-2024-0001': 'CVE-2024-0001',
    'CVE-2024-0002': 'CVE-2024-0002',
  });
});

it('where CVEs are tied together, names that were stated with one of them stay with it', () => {
  const tied = groups(['GHSA-a', 'CVE-2024-0001'], ['GHSA-b', 'CVE-2024-0002'], ['GHSA-a', 'GHSA-b']);
  expect(tied).toMatchObject({ 'GHSA-a': 'CVE-2024-0001', 'GHSA-b': 'CVE-2024-0002' });
});

it('an observation with several CVEs states no alias', () => {
  expect(statementOf(['RHSA-2024:1', 'CVE-2024-0001', 'CVE-2024-0002'])).toBeNull();
  expect(statementOf(['GHSA-a', 'CVE-2024-0001'])).toEqual(['GHSA-a', 'CVE-2024-0001']);
  expect(statementOf(['CVE-2024-0001'])).toBeNull();
});

it('the order of statements plays no part, and no group ever holds two CVEs', () => {
  const name = fc.constantFrom(
    'CVE-2024-0001',
    'CVE-2024-0002',
    'CVE-2024-0003',
    'GHSA-a',
    'GHSA-b',
    'GO-1',
    'GO-2',
  );
  const statements = fc.array(fc.array(name, { minLength: 1, maxLength: 3 }), { maxLength: 12 });
  fc.assert(
    fc.property(statements, (list) => {
      const forward = groupNames(list);
      expect(new Map([...groupNames(list.toReversed())].sort())).toEqual(new Map([...forward].sort()));
      for (const [member, group] of forward) if (member.startsWith('CVE-')) expect(group).toBe(member);
    }),
  );
});

it('a chain of a hundred thousand aliases is one group, quickly', () => {
  const started = performance.now();
  const chain = Array.from({ length: 100_000 }, (_, i) => [`N-${i}`, `N-${i + 1}`]);
  expect(new Set(groupNames(chain).values()).size).toBe(1);
  expect(performance.now() - started).toBeLessThan(3000);
});
