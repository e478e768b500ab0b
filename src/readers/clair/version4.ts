import { severityOfWord } from '../kit/severity-words.ts';
import { asList, asRecord, type Json, own, str } from '../kit/values.ts';
import type { Sink } from '../reader.ts';
import { tell } from './tell.ts';

/**
 * Version 4 keeps packages, vulnerabilities, distributions and environments in tables of their own, by id; a list per
 * package says which vulnerabilities it has.
 */
export function openVersion4(report: Json, sink: Sink): (packageId: string, ids: readonly unknown[]) => void {
  const table = (name: string): Json => asRecord(report[name]);
  const [packages, vulnerabilities] = [table('packages'), table('vulnerabilities')];
  const [distributions, environments] = [table('distributions'), table('environments')];
  return (packageId, ids) => {
    const held = asRecord(own(packages, packageId));
    const environment = asRecord(asList(own(environments, packageId))[0]);
    const distribution = asRecord(own(distributions, str(environment['distribution_id']) ?? ''));
    for (const id of ids) {
      const told = asRecord(typeof id === 'string' ? own(vulnerabilities, id) : undefined);
      const name = str(told['name']);
      if (name === undefined) {
        sink.note('warning', 'LK-READ-SKIPPED', 'A vulnerability without a name was left out.', packageId);
        continue;
      }
      const severity = str(told['normalized_severity']);
      tell(
        {
          id: name,
          name: str(held['name']) ?? str(asRecord(told['package'])['name']) ?? 'unknown',
          source: str(asRecord(held['source'])['name']),
          version: str(held['version']),
          ecosystem: str(distribution['did']) ?? str(asRecord(told['repository'])['name']),
          severity: severityOfWord(severity) ?? 'info',
          severityTold: str(told['severity']) ?? severity,
          description: str(told['description']),
          links: [str(told['links'])],
          fixedIn: str(told['fixed_in_version']),
          layer: str(environment['introduced_in']),
        },
        sink,
      );
    }
  };
}
