import { type Kysely, sql } from 'kysely';
import type { Rule } from '../../kernel/observation.ts';
import { nameOf } from '../../platform/hash.ts';
import type { DB } from '../schema.gen.ts';
import { ruleIdOf } from './stored-names.ts';

/**
 * Reasons and rules are words that findings share. They are written by themselves, before the findings that
 * name them, and what this process has written once it does not write again: scans of many repositories
 * would otherwise wait for each other on the same few rows.
 */
const written = new WeakMap<Kysely<DB>, Set<string>>();
/** Bounds the memory; forgetting costs one statement. */
const MOST_REMEMBERED = 100_000;

export interface Reason {
  id: string;
  because: readonly string[];
  source: string | null;
  /** What a decision rests on besides the finding itself; null for reasons of ownership. */
  facts: Readonly<Record<string, unknown>> | null;
}

/** Reasons in words, each kept once. */
export async function keepReasons(db: Kysely<DB>, reasons: Iterable<Reason>): Promise<void> {
  await writeNew(
    db,
    [...reasons],
    ({ id }) => id,
    (rows) =>
      sql`insert into reason (id, because, source, facts)
      select id, because, source, facts from jsonb_populate_recordset(null::reason, ${JSON.stringify(rows)}::jsonb)
      on conflict (id) do nothing`.execute(db),
  );
}

/** Texts of rules; a report that tells nothing of a rule does not take away what another told. */
export async function keepRules(db: Kysely<DB>, tool: string, rules: readonly Rule[]): Promise<void> {
  const rows = rules.map((rule) => ({
    id: ruleIdOf(tool, rule.id),
    tool,
    key: rule.id,
    name: rule.name ?? null,
    description: rule.description ?? null,
    help: rule.help ?? null,
    url: rule.url ?? null,
    cwes: rule.cwes ?? [],
    links: rule.references ?? [],
  }));
  await writeNew(
    db,
    rows,
    (row) => nameOf(JSON.stringify(row)),
    (fresh) =>
      sql`insert into rule as r (id, tool, key, name, description, help, url, cwes, links)
      select id, tool, key, name, description, help, url, cwes, links
      from jsonb_populate_recordset(null::rule, ${JSON.stringify(fresh)}::jsonb) order by id
      on conflict (id) do update set name = excluded.name, description = excluded.description, help = excluded.help,
        url = excluded.url, cwes = excluded.cwes, links = excluded.links
      where (r.name, r.description, r.help, r.url, r.cwes, r.links)
        is distinct from (excluded.name, excluded.description, excluded.help, excluded.url, excluded.cwes, excluded.links)
        and (excluded.description is not null or excluded.help is not null or excluded.name is not null)`.execute(
        db,
      ),
  );
}

async function writeNew<Row>(
  db: Kysely<DB>,
  rows: readonly Row[],
  nameOfRow: (row: Row) => string,
  write: (rows: Row[]) => Promise<unknown>,
): Promise<void> {
  const known = written.get(db) ?? new Set<string>();
  written.set(db, known);
  const fresh = rows.filter((row) => !known.has(nameOfRow(row)));
  if (fresh.length === 0) return;
  await write(fresh);
  if (known.size > MOST_REMEMBERED) known.clear();
  for (const row of fresh) known.add(nameOfRow(row));
}
