import { jsonMapping } from '../kit/declare/mappings.ts';
import { inPackage } from '../kit/declare/packages.ts';
import type { Probe, Reader } from '../reader.ts';

/** The check of Symfony's command line, and of local-php-security-checker: packages by name, each with advisories. */
export const reader: Reader = {
  card: {
    id: 'php-symfony-security-check',
    name: 'Symfony security check',
    homepage: 'https://symfony.com/doc/current/setup.html#checking-security-vulnerabilities',
    aliases: ['local_php_security_checker'],
    kinds: ['dependency'],
    phase: 'build',
    produce: 'symfony security:check --format=json > symfony.json',
    versions: ['4', '5'],
    goodAt: 'packages of a lock file of Composer',
    misses: 'how bad it is, and which versions are fixed',
    noise: 'weaknesses of functions that nobody calls',
  },
  recognise,
  mapping: jsonMapping({
    each: ['{}'],
    within: ['advisories[]'],
    fields: {
      kind: 'dependency',
      rule: ['cve', 'link', 'title'],
      title: inPackage('title', '^#'),
      severity: { of: () => undefined, unrated: 'medium' },
      vulnerabilities: 'cve',
      path: '=composer.lock',
      package: { type: '=composer', name: '^#', version: '^version' },
      references: 'link',
      ruleText: { name: 'title', url: 'link' },
    },
  }),
};

function recognise({ form, topKeys, head }: Probe): boolean {
  if (form !== 'json-object' || topKeys.length === 0) return false;
  const packages = topKeys.every((key) => /^[\w.-]+\/[\w.-]+$/.test(key));
  return packages && /^\s*\{\s*"[^"]+"\s*:\s*\{\s*"version"/.test(head) && /"advisories"\s*:/.test(head);
}
