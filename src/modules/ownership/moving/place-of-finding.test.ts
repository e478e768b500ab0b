import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PathRules } from '../path-rules.ts';
import { compilePattern } from '../pattern.ts';
import { placeOfFinding } from './place-of-finding.ts';

const repository = { kind: 'repository', key: 'acme/shop' };
const place = (path: string | null, scope: 'file' | 'folder' | 'repository') =>
  placeOfFinding({ repositoryId: 'r', target: repository, path }, scope);

describe('the place of a finding', () => {
  it.each([
    ['src/pay/x.ts', 'file', '/src/pay/x.ts'],
    ['./src//pay/x.ts', 'folder', '/src/pay/'],
    ['src/pay/x.ts', 'repository', ''],
    ['x.ts', 'folder', '/*'],
    [null, 'file', ''],
  ] as const)('%j as %s is the pattern %j', (path, scope, pattern) => {
    expect(place(path, scope)).toEqual({ repositoryId: 'r', pattern });
  });

  it('outside of repositories is the resource, also when a repository built it', () => {
    const target = { kind: 'image', key: 'registry.example/shop' };
    for (const repositoryId of [null, 'r'])
      expect(placeOfFinding({ repositoryId, target, path: 'usr/lib/x' }, 'folder')).toEqual({
        resource: 'image:registry.example/shop',
      });
  });

  it('is a pattern that matches the finding, whatever its name holds', () => {
    const name = fc.stringMatching(/^[a-z*?[\]\\!# .]{1,8}$/).filter((text) => !/^\.{1,2}$/.test(text));
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (names) => {
        // A backslash separates folders on the machines that write it.
        const path = names.join('/').replaceAll('\\', 'b');
        const { pattern } = place(path, 'file') as { pattern: string };
        const compiled = compilePattern(pattern, 'github');
        expect(compiled).toMatchObject({ ok: true });
        if (!compiled.ok) return;
        const parts = path.split('/');
        let rules = PathRules.mostSpecific([{ pattern: compiled.pattern }]).in(parts.slice(0, -1));
        expect(rules.match(parts.at(-1)!)).not.toBeNull();
        rules = PathRules.mostSpecific([{ pattern: compiled.pattern }]).in(['elsewhere', 'entirely']);
        expect(rules.match('zz-no')).toBeNull();
      }),
    );
  });
});
