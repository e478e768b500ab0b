import { bySigns } from '../kit/declare/recognise.ts';
import type { Reader } from '../reader.ts';
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
  recognise: bySigns(
    ...['Vulnerabilities', 'Misconfigurations', 'Secrets', 'Type'].map((key) => ({
      form: 'json-array' as const,
      keys: ['Target', key],
    })),
    ...['ArtifactName', 'ArtifactType', 'Results', 'Trivy'].map((key) => ({
      form: 'json-object' as const,
      keys: ['SchemaVersion', key],
    })),
    ...['Resources', 'Findings', 'Vulnerabilities', 'Misconfigurations'].map((key) => ({
      form: 'json-object' as const,
      keys: ['ClusterName', key],
    })),
  ),
  mapping: {
    form: 'json',
    each: HOLDERS.flatMap((holder) => LISTS.map((list) => `${holder}.${list}[]`)),
    open: openTrivy,
  },
};
