import type { Probe, Reader } from '../reader.ts';
import { openTrivy } from './results.ts';

/** Where a list of results stands: one target, the two forms for clusters, and the first form (a bare list). */
const HOLDERS = [
  'Results[]',
  'Resources[].Results[]',
  'Findings[].Results[]',
  'Vulnerabilities[].Results[]',
  'Misconfigurations[].Results[]',
  '[]',
];
const LISTS = [
  'Vulnerabilities',
  'Misconfigurations',
  'Secrets',
  'Licenses',
  'ModifiedFindings',
  'ExperimentalModifiedFindings',
];

/** Trivy's JSON, https://trivy.dev/latest/docs/configuration/reporting/ */
export const reader: Reader = {
  card: {
    id: 'trivy',
    name: 'Trivy',
    homepage: 'https://trivy.dev',
    aliases: ['trivy_scan'],
    kinds: ['container', 'dependency', 'config', 'secret', 'license'],
    phase: 'build',
    produce: 'trivy image --format json --output trivy.json IMAGE',
    versions: ['schema 1', 'schema 2'],
    goodAt: 'images, file systems, configuration and secrets in one run',
    misses: 'code of one’s own',
    noise: 'weaknesses that the distribution will not fix',
  },
  recognise: isTrivy,
  mapping: {
    form: 'json',
    each: HOLDERS.flatMap((holder) => LISTS.map((list) => `${holder}.${list}[]`)),
    open: openTrivy,
  },
};

function isTrivy({ form, topKeys }: Probe): boolean {
  const has = (...keys: string[]): boolean => keys.some((key) => topKeys.includes(key));
  if (form === 'json-array')
    return has('Target') && has('Vulnerabilities', 'Misconfigurations', 'Secrets', 'Type');
  if (form !== 'json-object') return false;
  if (has('SchemaVersion') && has('ArtifactName', 'ArtifactType', 'Results', 'Trivy')) return true;
  return has('ClusterName') && has('Resources', 'Findings', 'Vulnerabilities', 'Misconfigurations');
}
