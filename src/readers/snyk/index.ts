import { bySigns } from '../kit/declare/recognise.ts';
import type { Reader } from '../reader.ts';
import { openSnyk } from './results.ts';

const OWN_WORDS =
  /"(?:dependencyCount|licensesPolicy|filesystemPolicy|severityWithCritical|isUpgradable)"\s*:/;

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
  recognise: bySigns({ form: ['json-object', 'json-array'], keys: ['vulnerabilities'], all: [OWN_WORDS] }),
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
