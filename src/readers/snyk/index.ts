import type { Probe, Reader } from '../reader.ts';
import { openSnyk } from './results.ts';

/**
 * `snyk test --json` and `snyk container test --json`, one project or many; also the applications that
 * Snyk finds inside of an image. `snyk code test` writes SARIF.
 */
export const reader: Reader = {
  card: {
    id: 'snyk',
    name: 'Snyk',
    homepage: 'https://docs.snyk.io/snyk-cli/commands/test',
    aliases: ['snyk_cli', 'snyk_scan'],
    kinds: ['dependency', 'container', 'license'],
    phase: 'build',
    produce: 'snyk test --all-projects --json > snyk.json',
    versions: ['1'],
    goodAt: 'packages of most ecosystems, with upgrade paths',
    misses: 'code and configuration: they have reports of their own',
    noise: 'the same weakness once for each path by which a package came in',
  },
  recognise: isSnyk,
  mapping: {
    form: 'json',
    each: [
      'vulnerabilities[]',
      'applications[].vulnerabilities[]',
      '[].vulnerabilities[]',
      '[].applications[].vulnerabilities[]',
    ],
    open: openSnyk,
  },
};

const OWN_WORDS =
  /"(?:dependencyCount|licensesPolicy|filesystemPolicy|severityWithCritical|isUpgradable)"\s*:/;

function isSnyk({ form, topKeys, head }: Probe): boolean {
  return form.startsWith('json-') && topKeys.includes('vulnerabilities') && OWN_WORDS.test(head);
}
