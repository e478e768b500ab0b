import type { Kysely } from 'kysely';
import { nameOfVulnerability } from '../../findings/pure.ts';
import type { DB } from '../../schema.gen.ts';
import type { Intel } from '../deciding/facts.ts';
import { catalogueOf, provenanceOf } from './feed-sources.ts';
import { type IntelMap, NO_INTEL } from './intel.ts';
import { type KnownRow, knownOf } from './store-known.ts';

const CVE = /^CVE-\d{4}-\d{4,19}$/;
/** Names that are nobody's id: of a rule, of a check. */
const NAME = /^[A-Za-z][A-Za-z0-9._:-]{3,199}$/;

/**
 * What the feeds say of some vulnerabilities, in one query; none is made when no id can be a vulnerability's. The feeds
 * speak of CVEs only: a GHSA is given the evidence of the CVE that aliases join it to, and is not assessed without one.
 * CVEs that say the same share one object, with one list of sources.
 * @returns by id in upper case
 */
export async function loadIntel(db: Kysely<DB>, vulnerabilities: readonly string[]): Promise<IntelMap> {
  const names = new Set<string>();
  for (const id of vulnerabilities) {
    const name = nameOfVulnerability(id);
    if (name.startsWith('CVE-') ? CVE.test(name) : NAME.test(name)) names.add(name);
  }
  if (names.size === 0) return new Map();
  const rows = await knownOf(db, [...names]);
  const told = provenance(rows);
  const shared = new Map<string, Intel>();
  const map = new Map<string, Intel>();
  for (const row of rows) {
    const intel = intelOfRow(row, told);
    const key = JSON.stringify(intel);
    const one = shared.get(key) ?? intel;
    shared.set(key, one);
    for (const name of row.names) map.set(name.toUpperCase(), one);
  }
  return map;
}

/** How each feed that is held names itself. */
interface Told {
  /** By catalogue. */
  kev: ReadonlyMap<string, string>;
  epss: string | null;
  sourcesOf(row: KnownRow): string[];
}

function provenance(rows: readonly KnownRow[]): Told {
  const feeds = rows.find(({ feeds }) => feeds)?.feeds ?? [];
  const kev = new Map<string, string>();
  let epss: string | null = null;
  for (const { name, version, as_of } of feeds) {
    const words = provenanceOf(name, version, as_of === null ? null : new Date(as_of));
    const catalogue = catalogueOf(name);
    if (catalogue !== null) kev.set(catalogue, words);
    else if (name === 'epss') epss = words;
  }
  const lists = new Map<string, string[]>();
  const sourcesOf = (row: KnownRow): string[] => {
    // Which catalogues were asked matters as much as which has it: "not listed" rests on them.
    const listed = row.catalogues ?? [...kev.keys()];
    const sources = listed.map(
      (catalogue) => kev.get(catalogue) ?? provenanceOf(`kev:${catalogue}`, null, null),
    );
    if (row.score !== null && epss !== null) sources.push(epss);
    if (row.ssvc_as_of !== null) sources.push(provenanceOf('ssvc', null, new Date(row.ssvc_as_of)));
    const key = sources.join('\n');
    const known = lists.get(key);
    if (known) return known;
    lists.set(key, sources);
    return sources;
  };
  return { kev, epss, sourcesOf };
}

function intelOfRow(row: KnownRow, told: Told): Intel {
  const listed = row.catalogues !== null;
  return {
    ...NO_INTEL,
    // Not in a catalogue that was never loaded says nothing.
    kev: listed ? true : told.kev.size > 0 ? false : null,
    kevSince: row.date_added,
    published: row.published,
    ransomware: row.ransomware,
    epss: row.score,
    epssPercentile: row.percentile,
    exploitation: row.exploitation,
    automatable: row.automatable,
    technicalImpact: row.technical_impact,
    sources: told.sourcesOf(row),
  };
}
