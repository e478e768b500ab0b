import { type Kysely, sql } from 'kysely';
import type { KnownVulnerability } from '../../../contract/intelligence.ts';
import { nameOfVulnerability } from '../../findings/pure.ts';
import type { DB } from '../../schema.gen.ts';
import { isExploited } from '../deciding/facts.ts';
import { provenanceOf } from './feed-sources.ts';
import { intelOf } from './intel.ts';
import { loadIntel } from './load-intel.ts';
import { type FeedRow, feedRows } from './store.ts';
import { type KnownRow, knownOf } from './store-known.ts';

type Said = KnownVulnerability['said'];

/** What is known of one vulnerability, from which source, of which date. */
export async function lookUp(db: Kysely<DB>, told: string): Promise<KnownVulnerability> {
  const id = nameOfVulnerability(told);
  const [row] = await knownOf(db, [id]);
  if (!row) return { id, cve: null, exploited: null, said: [] };
  const feeds = new Map((await feedRows(db)).map((feed) => [feed.name, feed]));
  const exploited = isExploited(intelOf([id], await loadIntel(db, [id])));
  const said = [...(await listings(db, row.cve, feeds)), ...epss(row, feeds.get('epss')), ...ssvc(row)];
  return { id, cve: row.cve, exploited, said };
}

const day = (at: Date | null | undefined): string | null => at?.toISOString().slice(0, 10) ?? null;

interface Listing {
  name: string;
  version: string | null;
  as_of: Date | null;
  date_added: string | null;
  ransomware: boolean | null;
  due_date: string | null;
}

/** Every catalogue that is held answers, also with no. */
async function listings(db: Kysely<DB>, cve: string, feeds: ReadonlyMap<string, FeedRow>): Promise<Said> {
  const { rows } = await sql<Listing>`
    select f.name, f.version, f.as_of, to_char(k.date_added, 'YYYY-MM-DD') as date_added, k.ransomware,
      to_char(k.due_date, 'YYYY-MM-DD') as due_date
    from intel_feed f
    left join intel_kev k on k.cve = ${cve} and k.source = case f.name when 'kev' then 'cisa' else substr(f.name, 5) end
    where f.name = any(${[...feeds.keys()]}::text[]) and f.name like 'kev%' and f.entries > 0
    order by f.name`.execute(db);
  return rows.map((row) => ({
    about: 'Known to be exploited',
    answer: row.date_added === null ? 'not listed' : listed(row),
    source: provenanceOf(row.name, row.version, row.as_of),
    asOf: day(row.as_of),
  }));
}

function listed({ date_added, ransomware, due_date }: Listing): string {
  const used = ransomware ? ', also by ransomware' : '';
  const advice = due_date
    ? `; its advice to others was to act by ${due_date}, which counts for nothing here`
    : '';
  return `listed since ${date_added}${used}${advice}`;
}

function epss(row: KnownRow, feed: FeedRow | undefined): Said {
  if (row.score === null || row.percentile === null || !feed) return [];
  return [
    {
      about: 'Chance of exploitation within 30 days',
      answer: `${percent(row.score)}, higher than for ${lowered(row.percentile)} of all vulnerabilities`,
      source: provenanceOf('epss', feed.version, feed.as_of),
      asOf: day(feed.as_of),
    },
  ];
}

/** Never rounded up: nothing is more likely than all there is. */
const lowered = (share: number): string => `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;
const percent = (share: number): string => `${(share * 100).toFixed(share < 0.01 ? 2 : 1)} %`;

function ssvc(row: KnownRow): Said {
  if (row.ssvc_as_of === null) return [];
  const source = provenanceOf('ssvc', null, new Date(row.ssvc_as_of));
  const answers: [string, string | null][] = [
    ['Exploitation', row.exploitation],
    ['Can be automated', row.automatable],
    ['Technical impact', row.technical_impact],
  ];
  const asked = answers.map(([about, answer]) => ({
    about,
    answer: answer === 'poc' ? 'proof of concept is public' : (answer ?? 'not answered'),
    source,
    asOf: row.ssvc_as_of,
  }));
  return row.published === null
    ? asked
    : [...asked, { about: 'Published', answer: row.published, source, asOf: row.ssvc_as_of }];
}
