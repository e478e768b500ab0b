import type { Kysely } from 'kysely';
import type { Feed } from '../../../contract/intelligence.ts';
import { jobOfKey } from '../../../platform/jobs/jobs.ts';
import { ALIASES_KEY, aliasFeed } from '../../findings/public.ts';
import type { DB } from '../../schema.gen.ts';
import { type FeedSource, provenanceOf, titleOf } from './feed-sources.ts';
import { feedKey } from './jobs.ts';
import { type FeedRow, feedRows } from './store.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The three that every house should have, by the setting that names their source. */
const EXPECTED = { kev: 'LANEKEEPER_KEV', epss: 'LANEKEEPER_EPSS', ssvc: 'LANEKEEPER_SSVC' } as const;
const OSV = 'osv';

/**
 * Days after which a feed is called old. EPSS is published daily and CISA adds to its catalogue most weeks; SSVC may
 * come as an extract that somebody makes by the month.
 */
const oldAfter = (name: string): number => (name === 'epss' ? 3 : name === 'ssvc' ? 45 : 14);

/** All feeds that are held, configured or expected, and how fresh they are. */
export async function feedStates(
  db: Kysely<DB>,
  configured: readonly FeedSource[],
  osvSource: string | undefined,
  now: Date,
): Promise<Feed[]> {
  const rows = new Map((await feedRows(db)).map((row) => [row.name, row]));
  const sources = new Map<string, string>(configured.map(({ name, source }) => [name, source]));
  const names = new Set([...Object.keys(EXPECTED), ...sources.keys(), ...rows.keys()]);
  const states: Feed[] = [];
  for (const name of [...names].sort(byRank)) {
    const source = sources.get(name);
    states.push(stateOf(name, source, rows.get(name), await waits(db, feedKey(name)), now));
  }
  states.push(await aliasState(db, osvSource, now));
  return states;
}

const RANK = ['kev', 'epss', 'ssvc'];
const rankOf = (name: string): number => (name.startsWith('kev:') ? 0.5 : RANK.indexOf(name));
const byRank = (a: string, b: string): number => rankOf(a) - rankOf(b) || (a < b ? -1 : 1);

const waits = async (db: Kysely<DB>, key: string): Promise<boolean> => (await jobOfKey(db, key)) !== null;

const ageOf = (at: Date | null, now: Date): number | null =>
  at && Math.max(0, Math.floor((now.getTime() - at.getTime()) / DAY_MS));

function stateOf(
  name: string,
  source: string | undefined,
  row: FeedRow | undefined,
  refreshing: boolean,
  now: Date,
): Feed {
  const held = row !== undefined && row.entries > 0 ? row : null;
  const ageDays = held && ageOf(held.as_of ?? held.loaded_at, now);
  return {
    name,
    title: titleOf(name),
    source: shown(source ?? row?.source),
    setting: source === undefined ? settingOf(name) : null,
    provenance: held && provenanceOf(name, held.version, held.as_of),
    version: held?.version ?? null,
    asOf: held?.as_of?.toISOString() ?? null,
    loadedAt: held?.loaded_at.toISOString() ?? null,
    checkedAt: row?.checked_at?.toISOString() ?? null,
    entries: held?.entries ?? 0,
    ageDays,
    old: ageDays !== null && ageDays > oldAfter(name),
    refused: row?.last_error
      ? { at: (row.error_at ?? row.loaded_at).toISOString(), reason: row.last_error }
      : null,
    refreshing,
  };
}

/** Everybody may read it: the query of an address may carry a key. */
function shown(source: string | undefined): string | null {
  const cut = source && /^https?:/i.test(source) ? source.search(/[?#]/) : -1;
  return source === undefined ? null : cut < 0 ? source : source.slice(0, cut);
}

const settingOf = (name: string): string =>
  name in EXPECTED ? EXPECTED[name as keyof typeof EXPECTED] : 'LANEKEEPER_KEV_MORE';

/** Names of vulnerabilities are findings' own feed; it stands here with the others. */
async function aliasState(db: Kysely<DB>, source: string | undefined, now: Date): Promise<Feed> {
  const row = await aliasFeed(db, OSV);
  const held = row && row.entries > 0 ? row : null;
  const ageDays = held && ageOf(held.loaded_at, now);
  // Its reason begins with its time.
  const told = /^(\S{20,30}): (.*)$/s.exec(row?.last_error ?? '');
  return {
    name: OSV,
    title: 'Other names of vulnerabilities (OSV)',
    source: shown(source ?? row?.source),
    setting: source === undefined ? 'LANEKEEPER_OSV' : null,
    provenance: held && `OSV, loaded ${held.loaded_at.toISOString().slice(0, 10)}`,
    version: null,
    asOf: null,
    loadedAt: held?.loaded_at.toISOString() ?? null,
    checkedAt: held?.loaded_at.toISOString() ?? null,
    entries: held?.entries ?? 0,
    ageDays,
    old: ageDays !== null && ageDays > oldAfter(OSV),
    refused: told ? { at: told[1]!, reason: told[2]! } : null,
    refreshing: await waits(db, ALIASES_KEY),
  };
}
