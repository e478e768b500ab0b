import { type Kysely, sql } from 'kysely';
import type { LabelChannel, RuleDetail } from '../../../contract/trust.ts';
import { AppError } from '../../../kernel/errors.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import { findReader } from '../../../readers/registry.ts';
import { ruleIdOf } from '../../findings/public.ts';
import type { DB } from '../../schema.gen.ts';
import { loadActivePolicy } from '../document/versions.ts';
import { judgeRule, type LabelCounts, UNHEARD } from './judge.ts';
import { windowOf } from './judge-rules.ts';
import type { RuleKey } from './label-store.ts';
import { MEASURED, type MeasuredRow, shownRule } from './list-rules.ts';
import { nextSteps, stepWords } from './next-steps.ts';
import { suggestingFixes, trustRows } from './store.ts';
import { earnedVoice, type VoiceName } from './voice.ts';

/**
 * Everything about one rule: what people made of it, what it costs, why it is as loud as it is.
 * @throws AppError LK-NOT-FOUND when no report has told of it
 */
export async function getRule(db: Kysely<DB>, key: RuleKey, now: Date): Promise<RuleDetail> {
  const { trust } = (await loadActivePolicy(db)).policy;
  const since = windowOf(trust, now);
  const row = await ruleRow(db, key);
  if (!row) throw new AppError('LK-NOT-FOUND', `no report has told of a rule ${key.rule} of ${key.tool}`);
  const shown = shownRule(row, trust.minutesPerFinding);
  const [state] = await trustRows(db, [key]);
  const labels = { ...shown.labels, suggestsFix: (await suggestingFixes(db, [key])).length > 0 };
  const voice = state ? earnedVoice(state) : UNHEARD;
  return {
    ...shown,
    windowDays: trust.windowDays,
    commentMaxRate: trust.commentMaxRate,
    description: row.description,
    // What was counted goes on after the change that it led to.
    because: shown.overruled && state ? state.because : judgeRule(labels, voice, trust).because,
    next: nextSteps(labels, voice, trust).map(stepWords),
    earned: voice,
    openFindings: row.open,
    channels: await byChannel(db, key, since),
    said: await whatPeopleSaid(db, key, since),
    history: await historyOf(db, key),
    expect: await whatToExpect(key.tool),
  };
}

type DetailRow = MeasuredRow & { description: string | null; open: number };

async function ruleRow(db: Kysely<DB>, { tool, rule }: RuleKey): Promise<DetailRow | undefined> {
  const { rows } = await sql<DetailRow>`
    select r.tool, r.key as rule, r.name, r.description, ${MEASURED},
      (select count(*)::int from v_findings_facet f
        where f.tags @> array['rule/' || r.id, 'state/open']) as open
    from v_findings_rule r
    left join rule_measure m on m.tool = r.tool and m.rule = r.key
    left join rule_trust t on t.tool = r.tool and t.rule = r.key
    where r.id = ${ruleIdOf(tool, rule)}`.execute(db);
  return rows[0];
}

async function byChannel(
  db: Kysely<DB>,
  { tool, rule }: RuleKey,
  since: Date,
): Promise<RuleDetail['channels']> {
  const { rows } = await sql<LabelCounts & { channel: LabelChannel }>`
    select channel, (count(*) filter (where word = 'not-useful'))::int as "notUseful",
      (count(*) filter (where word = 'fixed'))::int as fixed,
      (count(*) filter (where word = 'acknowledged'))::int as acknowledged
    from trust_label where tool = ${tool} and rule = ${rule} and undone_at is null and at > ${since}
    group by channel order by count(*) desc, channel`.execute(db);
  return rows;
}

/** So many reasons tell what is wrong with a rule. */
const SHOWN = 50;

async function whatPeopleSaid(
  db: Kysely<DB>,
  { tool, rule }: RuleKey,
  since: Date,
): Promise<RuleDetail['said']> {
  const rows = await db
    .selectFrom('trust_label')
    .select(['word', 'channel', 'actor', 'reason', 'at', 'finding_id'])
    .where('tool', '=', tool)
    .where('rule', '=', rule)
    .where('undone_at', 'is', null)
    .where('at', '>', since)
    .where('channel', '<>', 'scan')
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(SHOWN)
    .execute();
  return rows.map(({ word, channel, actor, reason, at, finding_id }) => ({
    word: word as RuleDetail['said'][number]['word'],
    channel: channel as LabelChannel,
    by: actor,
    reason,
    at: at.toISOString(),
    finding: finding_id && toPublicId('finding', finding_id),
  }));
}

async function historyOf(db: Kysely<DB>, { tool, rule }: RuleKey): Promise<RuleDetail['history']> {
  const rows = await db
    .selectFrom('rule_trust_change')
    .select(['at', 'actor', 'before', 'after', 'because', 'evidence'])
    .where('tool', '=', tool)
    .where('rule', '=', rule)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(SHOWN)
    .execute();
  return rows.map(({ at, actor, before, after, because, evidence }) => ({
    at: at.toISOString(),
    actor,
    before: before as VoiceName,
    after: after as VoiceName,
    because,
    labels: countsOf(evidence),
  }));
}

/** Changes by a person's word carry none. */
function countsOf(evidence: unknown): LabelCounts | null {
  const { notUseful, fixed, acknowledged } = evidence as Partial<LabelCounts>;
  return notUseful === undefined ? null : { notUseful, fixed: fixed ?? 0, acknowledged: acknowledged ?? 0 };
}

async function whatToExpect(tool: string): Promise<RuleDetail['expect']> {
  const reader = await findReader(tool)?.load();
  if (!reader) return null;
  const { name, goodAt, misses, noise } = reader.card;
  return { name, goodAt, misses, noise };
}
