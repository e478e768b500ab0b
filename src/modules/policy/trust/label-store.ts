import { type Kysely, sql, type Transaction } from 'kysely';
import type { IdSource } from '../../../kernel/ids.ts';
import type { DB } from '../../schema.gen.ts';
import type { LabelCounts } from './judge.ts';
import type { Label } from './labels.ts';

type Tx = Transaction<DB>;

export interface RuleKey {
  tool: string;
  rule: string;
}

/** Who says that a scan proved something fixed. */
export const MACHINE = 'Lanekeeper';

const asRows = (labels: readonly object[]) =>
  sql`jsonb_to_recordset(${JSON.stringify(labels)}::jsonb)
    as g ("findingId" uuid, word text, channel text, actor text, reason text, id uuid)`;

/** Puts aside what the same people said before, where it was another word, reason or channel. */
export async function undoOtherWords(tx: Tx, labels: readonly Label[], at: Date): Promise<void> {
  await sql`update trust_label l set undone_at = ${at} from ${asRows(labels)}
    where l.finding_id = g."findingId" and l.actor = g.actor and l.undone_at is null
      and (l.word, l.reason, l.channel) is distinct from (g.word, g.reason, g.channel)`.execute(tx);
}

/** @returns the rules of those that were not there yet */
export async function insertLabels(
  tx: Tx,
  ids: IdSource,
  labels: readonly Label[],
  at: Date,
): Promise<RuleKey[]> {
  const given = labels.map((label) => ({ ...label, id: ids.next() }));
  const { rows } = await sql<RuleKey>`
    insert into trust_label (id, tool, rule, finding_id, fix_id, word, channel, actor, reason, at)
    select g.id, r.tool, r.key, f.id, f.fix_id, g.word, g.channel, g.actor, g.reason, ${at}
    from ${asRows(given)}
    join v_findings_finding f on f.id = g."findingId" and f.kind <> 'manual'
    join v_findings_rule r on r.id = f.rule_id
    on conflict (finding_id, actor) where undone_at is null do nothing
    returning tool, rule`.execute(tx);
  return rows;
}

export async function undoLabels(
  tx: Tx,
  words: readonly Pick<Label, 'findingId' | 'actor'>[],
  at: Date,
): Promise<RuleKey[]> {
  const { rows } = await sql<RuleKey>`
    update trust_label l set undone_at = ${at} from ${asRows(words)}
    where l.finding_id = g."findingId" and l.actor = g.actor and l.undone_at is null
    returning l.tool, l.rule`.execute(tx);
  return rows;
}

/** Only these rules; null = all. */
export const ofRules = (alias: string, rules: readonly RuleKey[] | null) =>
  rules === null
    ? sql`true`
    : sql`(${sql.ref(`${alias}.tool`)}, ${sql.ref(`${alias}.rule`)}) in (select * from unnest(
        ${rules.map(({ tool }) => tool)}::text[], ${rules.map(({ rule }) => rule)}::text[]))`;

/**
 * What the window holds, each finding counted once: by the newest word of a person; "we act on it" that a scan proved
 * counts as fixed. What nobody but the scan speaks of counts once per change: a change that removes 200 findings at
 * once is one proof, and does not drown what people said.
 */
export async function countLabels(
  db: Kysely<DB>,
  since: Date,
  rules: readonly RuleKey[] | null,
): Promise<(RuleKey & LabelCounts)[]> {
  const { rows } = await sql<RuleKey & LabelCounts>`
    with said as (
      select l.tool, l.rule,
        (array_agg(l.word order by l.at desc, l.id desc) filter (where l.channel <> 'scan'))[1] as word,
        bool_or(l.word = 'fixed') as fixed,
        min(concat(coalesce(l.fix_id, l.finding_id), ' ', l.at)) as change
      from trust_label l
      where l.undone_at is null and l.at > ${since} and ${ofRules('l', rules)}
      group by l.tool, l.rule, coalesce(l.finding_id, l.id)
    )
    select tool, rule, (count(*) filter (where word = 'not-useful'))::int as "notUseful",
      (count(*) filter (where fixed and word <> 'not-useful')
        + count(distinct change) filter (where fixed and word is null))::int as fixed,
      (count(*) filter (where word = 'acknowledged' and not fixed))::int as acknowledged
    from said group by tool, rule`.execute(db);
  return rows;
}

/** What somebody says now of these findings, and since when, by finding. */
export async function labelledBy(
  db: Kysely<DB>,
  actor: string,
  findingIds: readonly string[],
): Promise<Map<string, { word: string; at: Date }>> {
  const { rows } = await sql<{ finding_id: string; word: string; at: Date }>`
    select finding_id, word, at from trust_label
    where finding_id = any(${[...findingIds]}::uuid[]) and actor = ${actor} and undone_at is null`.execute(
    db,
  );
  return new Map(rows.map(({ finding_id, word, at }) => [finding_id, { word, at }]));
}
