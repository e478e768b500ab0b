import type { Kysely } from 'kysely';
import type { DB } from '../../schema.gen.ts';
import type { Intel } from '../deciding/facts.ts';
import { type IntelMap, NO_INTEL } from './intel.ts';
import { type KnownRow, knownOf } from './store.ts';

const CVE = /^CVE-\d{4}-\d{4,19}$/;

/**
 * What the feeds say of some vulnerabilities, in one query; none when no id is a CVE. Ids of other kinds
 * are not assessed: the feeds speak of CVEs only.
 */
export async function loadIntel(db: Kysely<DB>, vulnerabilities: readonly string[]): Promise<IntelMap> {
  const cves = new Set<string>();
  for (const id of vulnerabilities) {
    const upper = id.toUpperCase();
    if (CVE.test(upper)) cves.add(upper);
  }
  if (cves.size === 0) return new Map();
  const rows = await knownOf(db, [...cves]);
  return new Map(rows.map((row) => [row.cve, intelOfRow(row)]));
}

function intelOfRow({ date_added, ransomware, score, percentile, kev_held }: KnownRow): Intel {
  return {
    ...NO_INTEL,
    // Not in a catalogue that was never loaded says nothing.
    kev: kev_held ? date_added !== null : null,
    kevSince: date_added,
    ransomware,
    epss: score,
    epssPercentile: percentile,
  };
}
