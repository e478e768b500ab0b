import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { manifestFacts } from './manifest.ts';

describe('the facts of manifests', () => {
  const facts = (manifests: Record<string, string>) => {
    const { name, type } = manifestFacts(new Map(Object.entries(manifests)));
    return [name?.value, type?.value];
  };

  it.each([
    [
      'a package that is published for others',
      { 'package.json': '{"name":"@acme/kit","version":"1.0.0","files":["dist"],"exports":"./x.js"}' },
      'kit',
      'library',
    ],
    [
      'a private package says no type',
      { 'package.json': '{"name":"shop","private":true,"exports":"./x.js"}' },
      'shop',
      undefined,
    ],
    [
      'a Go module with a major version',
      { 'go.mod': '// x\nmodule github.com/acme/pay/v2\n\ngo 1.24\n' },
      'pay',
      undefined,
    ],
    [
      'a Maven project, not its parent',
      {
        'pom.xml':
          '<project><parent><artifactId>base</artifactId></parent><artifactId>pay</artifactId></project>',
      },
      'pay',
      undefined,
    ],
    ['a Cargo library', { 'Cargo.toml': '[package]\nname = "pay"\n[lib]\n' }, 'pay', 'library'],
    [
      'a Python project',
      { 'pyproject.toml': '[tool.x]\nname = "no"\n[project]\nname = "pay"\n' },
      'pay',
      undefined,
    ],
    [
      'an image whose last stage listens',
      { Dockerfile: 'FROM a AS b\nEXPOSE 1\nFROM c\nEXPOSE 8080/tcp\n' },
      undefined,
      'service',
    ],
    [
      'an image whose last stage does not',
      { Dockerfile: 'FROM a AS b\nEXPOSE 1\nFROM c\n' },
      undefined,
      undefined,
    ],
    [
      'two that differ say no type',
      { 'Cargo.toml': '[package]\nname = "pay"\n[lib]\n', Dockerfile: 'EXPOSE 1' },
      'pay',
      undefined,
    ],
    ['no name that could be anything else', { 'package.json': '{"name":"x: y # z"}' }, undefined, undefined],
    [
      'nothing of what cannot be read',
      { 'package.json': '{', 'pom.xml': '<a><b', 'go.mod': '', 'Cargo.toml': '' },
      undefined,
      undefined,
    ],
  ])('%s', (_, manifests, name, type) => {
    expect(facts(manifests)).toEqual([name, type]);
  });

  it('throws on no content and takes nothing from an entity', () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "pay">]><project><artifactId>&a;</artifactId></project>';
    expect(facts({ 'pom.xml': bomb })[0]).toBeUndefined();
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const file of [
          'package.json',
          'go.mod',
          'pom.xml',
          'Cargo.toml',
          'pyproject.toml',
          'Dockerfile',
        ])
          expect(() => facts({ [file]: text })).not.toThrow();
      }),
      { numRuns: 20 },
    );
  });
});
